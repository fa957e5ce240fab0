import fc from 'fast-check';
import { letterbox, toFrame, toInput, toSource } from './letterbox.js';

const side = fc.integer({ min: 1, max: 5000 });
const geometry = fc.record({
  x: fc.integer({ min: 0, max: 500 }),
  y: fc.integer({ min: 0, max: 500 }),
  width: side,
  height: side,
  inputWidth: fc.integer({ min: 32, max: 1536 }),
  inputHeight: fc.integer({ min: 32, max: 1536 }),
});

describe('letterbox', () => {
  it('keeps the aspect ratio and centres, as Ultralytics does', () => {
    expect(letterbox([0, 0, 1000, 562], 640, 640)).toMatchObject({ left: 0, top: 140, width: 640, height: 360 });
    expect(letterbox([0, 0, 640, 640], 640, 640)).toMatchObject({ left: 0, top: 0, width: 640, height: 640, scaleX: 1 });
    expect(letterbox([0, 0, 333, 777], 640, 640)).toMatchObject({ left: 183, top: 0, width: 274, height: 640 });
  });

  it('lies inside the input', () => {
    fc.assert(
      fc.property(geometry, ({ x, y, width, height, inputWidth, inputHeight }) => {
        const fit = letterbox([x, y, width, height], inputWidth, inputHeight);
        expect(fit.left + fit.width).toBeLessThanOrEqual(inputWidth);
        expect(fit.top + fit.height).toBeLessThanOrEqual(inputHeight);
        expect(Math.max(fit.width / inputWidth, fit.height / inputHeight)).toBe(1);
      }),
    );
  });

  it('is inverted by toSource', () => {
    const box = fc.tuple(...Array.from({ length: 4 }, () => fc.double({ min: 0, max: 4000, noNaN: true })));
    fc.assert(
      fc.property(geometry, box, ({ x, y, width, height, inputWidth, inputHeight }, [bx, by, bw, bh]) => {
        const fit = letterbox([x, y, width, height], inputWidth, inputHeight);
        const original = [bx!, by!, bw!, bh!] as const;
        toSource(toInput(original, fit), fit).forEach((value, index) => expect(value).toBeCloseTo(original[index]!, 6));
      }),
    );
  });

  it('clips to the frame and drops what is outside', () => {
    const fit = letterbox([0, 0, 100, 100], 200, 200);
    expect(toFrame([-20, 180, 40, 60], fit, 100, 100)).toEqual([0, 90, 10, 10]);
    expect(toFrame([300, 300, 10, 10], fit, 100, 100)).toBeNull();
  });
});
