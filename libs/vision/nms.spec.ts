import fc from 'fast-check';
import { iou } from './box.js';
import { Candidates, type InputDetection } from './candidates.js';
import { suppress } from './nms.js';

const detection = fc.record({
  label: fc.integer({ min: 0, max: 3 }),
  score: fc.float({ min: Math.fround(0.001), max: 1, noNaN: true }),
  box: fc.tuple(
    fc.integer({ min: 0, max: 60 }),
    fc.integer({ min: 0, max: 60 }),
    fc.integer({ min: 1, max: 60 }),
    fc.integer({ min: 1, max: 60 }),
  ),
});
const candidatesOf = (detections: readonly InputDetection[]): Candidates => {
  const candidates = new Candidates();
  for (const {
    label,
    score,
    box: [x, y, width, height],
  } of detections)
    candidates.add(label, score, x, y, x + width, y + height);
  return candidates;
};

describe('suppress', () => {
  it('keeps no two boxes of a label that overlap more than the limit', () => {
    fc.assert(
      fc.property(fc.array(detection, { maxLength: 60 }), (detections) => {
        const kept = suppress(candidatesOf(detections), { maxOverlap: 0.5 });
        kept.forEach((a, i) => kept.slice(i + 1).forEach((b) => expect(a.label === b.label && iou(a.box, b.box) > 0.5001).toBe(false)));
      }),
    );
  });

  it('is idempotent and best first', () => {
    fc.assert(
      fc.property(fc.array(detection, { maxLength: 60 }), (detections) => {
        const once = suppress(candidatesOf(detections));
        expect(suppress(candidatesOf(once))).toEqual(once);
        expect(once.map(({ score }) => score)).toEqual(once.map(({ score }) => score).sort((a, b) => b - a));
      }),
    );
  });

  it('drops only what a better box of its label covers', () => {
    fc.assert(
      fc.property(fc.array(detection, { maxLength: 60 }), (detections) => {
        const kept = suppress(candidatesOf(detections));
        for (const dropped of detections.filter(
          (d) => !kept.some((k) => k.label === d.label && k.score === d.score && String(k.box) === String(d.box)),
        )) {
          expect(kept.some((k) => k.label === dropped.label && k.score >= dropped.score && iou(k.box, dropped.box) > 0.6999)).toBe(true);
        }
      }),
    );
  });

  it('keeps at most 300, of tens of thousands', () => {
    const many = Array.from({ length: 40_000 }, (_, i) => ({
      label: i % 5,
      score: (i % 997) / 1000 + 0.001,
      box: [(i * 13) % 5000, (i * 7) % 5000, 5, 5] as const,
    }));
    expect(suppress(candidatesOf(many))).toHaveLength(300);
  });
});
