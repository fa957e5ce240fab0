import fc from 'fast-check';
import { fitView, onScreen, overlaps, placeLabels } from './geometry';

const size = fc.record({ width: fc.integer({ min: 1, max: 4000 }), height: fc.integer({ min: 1, max: 4000 }) });
const rect = fc.record({
  x: fc.integer({ min: 0, max: 900 }),
  y: fc.integer({ min: 0, max: 700 }),
  width: fc.integer({ min: 1, max: 200 }),
  height: fc.integer({ min: 1, max: 200 }),
});

describe('placeLabels', () => {
  it('never covers a defect, another label or the edge', () => {
    fc.assert(
      fc.property(fc.array(rect, { maxLength: 30 }), (boxes) => {
        const window = { width: 900, height: 700 };
        const spots = placeLabels(
          boxes,
          boxes.map(() => ({ width: 80, height: 21 })),
          window,
        ).filter((spot) => spot !== null);
        spots.forEach((spot, index) => {
          expect(boxes.some((box) => overlaps(box, spot))).toBe(false);
          expect(spots.slice(index + 1).some((other) => overlaps(other, spot))).toBe(false);
          expect(spot.x >= 0 && spot.y >= 0 && spot.x + spot.width <= window.width && spot.y + spot.height <= window.height).toBe(true);
        });
      }),
    );
  });

  it('names a defect that has room', () => {
    expect(placeLabels([{ x: 100, y: 100, width: 20, height: 20 }], [{ width: 80, height: 21 }], { width: 400, height: 400 })).toEqual([
      { x: 100, y: 76, width: 80, height: 21 },
    ]);
  });
});

describe('fitView', () => {
  it('shows the whole frame, as large as it goes', () => {
    fc.assert(
      fc.property(size, size, (frame, window) => {
        const shown = onScreen([0, 0, frame.width, frame.height], fitView(frame, window));
        expect(shown.x).toBeGreaterThanOrEqual(-1e-6);
        expect(shown.y).toBeGreaterThanOrEqual(-1e-6);
        expect(Math.max(shown.width / window.width, shown.height / window.height)).toBeCloseTo(1, 6);
      }),
    );
  });
});
