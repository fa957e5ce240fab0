import fc from 'fast-check';
import { isSmallSample, wilsonInterval } from './wilson';

describe('wilsonInterval', () => {
  it('holds the measured share and stays within 0 and 1', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), fc.double({ min: 0, max: 1, noNaN: true }), (total, share) => {
        const hits = Math.round(total * share);
        const [lower, upper] = wilsonInterval(hits, total);
        expect(lower).toBeGreaterThanOrEqual(0);
        expect(upper).toBeLessThanOrEqual(1);
        expect(lower - 1e-9 <= hits / total && hits / total <= upper + 1e-9).toBe(true);
      }),
    );
  });

  it('gives the values of the textbook', () => {
    const [lower, upper] = wilsonInterval(9, 10);
    expect(lower).toBeCloseTo(0.5958, 4);
    expect(upper).toBeCloseTo(0.9821, 4);
  });

  it('says nothing of no parts', () => {
    expect(wilsonInterval(0, 0)).toEqual([0, 1]);
  });

  it('calls few parts a small sample', () => {
    expect(isSmallSample(9, 10)).toBe(true);
    expect(isSmallSample(99_000, 100_000)).toBe(false);
  });
});
