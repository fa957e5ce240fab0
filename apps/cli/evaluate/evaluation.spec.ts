import { averagePrecision } from '@sightline/vision';
import fc from 'fast-check';
import { evaluate, type EvaluatedImage } from './evaluation.js';
import { grade, precisionRecall } from './precision-recall.js';

const box = fc.tuple(fc.nat(40), fc.nat(40), fc.integer({ min: 4, max: 20 }), fc.integer({ min: 4, max: 20 }));
const images = fc.array(
  fc.record({
    file: fc.constant('board.jpg'),
    truth: fc.array(fc.record({ label: fc.constant('open'), box }), { maxLength: 4 }),
    detections: fc.uniqueArray(fc.record({ label: fc.constant('open'), box, score: fc.double({ min: 0.01, max: 1, noNaN: true }) }), {
      maxLength: 6,
      selector: ({ score }) => score,
    }),
  }),
  { minLength: 1, maxLength: 4 },
);

describe('precisionRecall', () => {
  it('has the area under its envelope that average precision states', () => {
    fc.assert(
      fc.property(images, (all) => {
        // Equal scores in different images share one point of the curve, which average precision ranks one by one.
        fc.pre(
          new Set(all.flatMap(({ detections }) => detections.map(({ score }) => score))).size ===
            all.flatMap(({ detections }) => detections).length,
        );
        const truths = all.flatMap(({ truth }) => truth).length;
        const curve = precisionRecall(grade(all), truths);
        let area = 0;
        curve.forEach(({ recall }, index) => {
          const envelope = Math.max(...curve.slice(index).map(({ precision }) => precision));
          area += (recall - (curve[index - 1]?.recall ?? 0)) * envelope;
        });
        expect(area).toBeCloseTo(averagePrecision(all), 9);
      }),
    );
  });
});

describe('evaluate', () => {
  const truth = (label: string, x: number) => ({ label, box: [x, 0, 10, 10] as const });
  const found = (label: string, x: number, score: number) => ({ ...truth(label, x), score });
  const known: EvaluatedImage[] = [
    {
      file: 'a.jpg',
      truth: [truth('open', 0), truth('short', 50)],
      detections: [found('open', 0, 0.9), found('short', 50, 0.8), found('open', 90, 0.3)],
    },
    { file: 'b.jpg', truth: [truth('open', 0)], detections: [found('short', 0, 0.6)] },
    { file: 'c.jpg', truth: [], detections: [] },
  ];

  it('counts a known case', () => {
    const evaluation = evaluate(known);
    // open: found 1 of 2 at rank 1; short: found 1 of 1 at rank 1.
    expect(evaluation).toMatchObject({ map50: 0.75, map50to95: 0.75, images: 3, truths: 3, detections: 4 });
    expect(evaluation.best).toMatchObject({ score: 0.8, truePositives: 2, falsePositives: 0, falseNegatives: 1, precision: 1, f1: 0.8 });
    expect(evaluation.labels.map(({ label, ap50, recall }) => [label, ap50, recall])).toEqual([
      ['open', 0.5, 0.5],
      ['short', 1, 1],
    ]);
    expect(evaluation.worst).toEqual([{ file: 'b.jpg', missed: 1, falseAlarms: 0 }]);
  });

  it('is zero, not undefined, when nothing was found', () => {
    const { map50, best } = evaluate([{ file: 'a.jpg', truth: [truth('open', 0)], detections: [] }]);
    expect([map50, best.precision, best.recall, best.f1, best.falseNegatives]).toEqual([0, 0, 0, 0, 1]);
  });
});
