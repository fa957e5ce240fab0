import { deriveId } from '@sightline/contracts';
import { entropyBits, isSampled } from './uncertainty.js';

describe('entropyBits', () => {
  it.each([
    [0, 0],
    [1, 0],
    [1.2, 0],
    [0.5, 1],
    [0.25, 0.811278],
  ])('of %d is %d', (probability, bits) => {
    expect(entropyBits(probability)).toBeCloseTo(bits, 5);
  });
});

describe('isSampled', () => {
  const ids = Array.from({ length: 5000 }, (_, index) => deriveId('sample', index));

  it('draws about the share, the same ones each time, and more of them with a larger share', () => {
    const drawn = ids.filter((id) => isSampled(id, 0.2));
    expect(drawn.length / ids.length).toBeGreaterThan(0.17);
    expect(drawn.length / ids.length).toBeLessThan(0.23);
    expect(drawn.every((id) => isSampled(id, 0.2) && isSampled(id, 0.5))).toBe(true);
  });

  it('draws none with share 0 and all with share 1', () => {
    expect(ids.some((id) => isSampled(id, 0))).toBe(false);
    expect(ids.every((id) => isSampled(id, 1))).toBe(true);
  });
});
