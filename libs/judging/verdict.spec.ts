import { recipeSchema, severities, severitySchema, type Detection, type RecipeInput } from '@sightline/contracts';
import fc from 'fast-check';
import { judgeDetections } from './verdict.js';

const rules = (input: Omit<RecipeInput, 'model'> = {}) => recipeSchema.parse({ model: 'm@champion', ...input });
const found = (label: string, score: number, side = 10): Detection => ({ label, score, box: [0, 0, side, side] });
const area = ({ box }: Detection): number => box[2] * box[3];
const judge = (detections: Detection[], input?: Omit<RecipeInput, 'model'>) => judgeDetections(detections, rules(input), area);

describe('judgeDetections', () => {
  it.each([
    ['nothing found', [], {}, 'pass'],
    ['a sure defect', [found('short', 0.93)], {}, 'fail'],
    ['exactly at decide', [found('short', 0.7)], {}, 'fail'],
    ['between the bands', [found('short', 0.61)], {}, 'review'],
    ['exactly at its threshold', [found('short', 0.5)], {}, 'review'],
    ['below its threshold', [found('short', 0.49)], {}, 'pass'],
    ['counted by the recipe although uncertain', [found('short', 0.4)], { labels: { '*': { threshold: 0.35 } } }, 'review'],
    [
      'everything decides with low bands',
      [found('short', 0.02)],
      { labels: { '*': { threshold: 0.01 } }, bands: { decide: 0.01, uncertain: 0.005 } },
      'fail',
    ],
    ['one sure defect among unsure ones', [found('open', 0.55), found('short', 0.8)], {}, 'fail'],
    ['milder than failAt', [found('scratch', 0.9)], { labels: { scratch: { severity: 'minor' } } }, 'pass'],
    ['as bad as a lower failAt', [found('scratch', 0.9)], { labels: { scratch: { severity: 'minor' } }, failAt: 'minor' }, 'fail'],
    ['a mild defect between the bands', [found('scratch', 0.6)], { labels: { scratch: { severity: 'minor' } } }, 'pass'],
    ['a label without a rule', [found('dust', 0.99)], { labels: { short: {} } }, 'pass'],
    [
      'a label with a rule of its own beside *',
      [found('short', 0.75)],
      { labels: { '*': { threshold: 0.5 }, short: { threshold: 0.8 } } },
      'pass',
    ],
    ['too small', [found('short', 0.99, 3)], { labels: { '*': { minAreaPx: 10 } } }, 'pass'],
    ['a label named like a property of objects', [found('constructor', 0.99)], { labels: { short: {} } }, 'pass'],
  ] as const)('%s', (_, detections, input, verdict) => {
    expect(judge([...detections], input as never).verdict).toBe(verdict);
  });

  it('says in words what decided', () => {
    expect(judge([found('open', 0.55), found('short', 0.93)], { labels: { '*': {}, short: { severity: 'critical' } } }).reasons).toEqual([
      'short 0.93 >= 0.50 (critical)',
    ]);
    expect(judge([found('short', 0.61)]).reasons).toEqual(['short 0.61 >= 0.50 (major), but below 0.70: a person decides']);
  });

  it('never writes a score above what it was', () => {
    expect(judge([found('short', 0.6999)]).reasons[0]).toMatch(/^short 0\.69 /);
  });

  it('keeps the list of reasons short', () => {
    const { reasons, findings } = judge(Array.from({ length: 30 }, () => found('short', 0.9)));
    expect(reasons).toHaveLength(11);
    expect(reasons.at(-1)).toBe('and 20 more');
    expect(findings).toHaveLength(30);
  });
});

describe('judgeDetections, for all recipes and detections', () => {
  const badness = { pass: 0, review: 1, fail: 2 };
  const unit = fc.double({ min: 0, max: 1, noNaN: true });
  const label = fc.constantFrom('short', 'open', 'spur');
  const rule = fc.record({ threshold: unit, severity: fc.constantFrom(...severities), minAreaPx: fc.constantFrom(0, 50, 200) });
  const detections = fc.array(
    fc
      .record({ label, score: unit, side: fc.integer({ min: 1, max: 20 }) })
      .map(({ label: name, score, side }) => found(name, score, side)),
    { maxLength: 8 },
  );
  const bands = fc.tuple(unit, unit).map(([a, b]) => ({ uncertain: Math.min(a, b), decide: Math.max(a, b) }));
  const recipe = fc.record({
    labels: fc.dictionary(fc.constantFrom('short', 'open', '*'), rule),
    bands,
    failAt: fc.constantFrom(...severitySchema.options),
  });

  it('is no worse after a threshold was raised', () => {
    fc.assert(
      fc.property(detections, recipe, fc.constantFrom('short', 'open', '*'), unit, (all, before, which, raise) => {
        const known = before.labels[which];
        fc.pre(known !== undefined);
        const after = { ...before, labels: { ...before.labels, [which]: { ...known, threshold: Math.min(1, known.threshold + raise) } } };
        expect(badness[judgeDetections(all, after, area).verdict]).toBeLessThanOrEqual(badness[judgeDetections(all, before, area).verdict]);
      }),
    );
  });

  it('is no better with one more detection', () => {
    fc.assert(
      fc.property(detections, recipe, detections, (all, rule, more) => {
        expect(badness[judgeDetections([...all, ...more], rule, area).verdict]).toBeGreaterThanOrEqual(
          badness[judgeDetections(all, rule, area).verdict],
        );
      }),
    );
  });

  it('does not depend on the order of the detections', () => {
    fc.assert(
      fc.property(
        detections.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
        recipe,
        ([all, shuffled], rule) => {
          expect(judgeDetections(shuffled, rule, area).verdict).toBe(judgeDetections(all, rule, area).verdict);
        },
      ),
    );
  });

  it('lists exactly the detections at or above threshold and size', () => {
    fc.assert(
      fc.property(detections, recipe, (all, rule) => {
        const expected = all.filter((one) => {
          const own = rule.labels[one.label] ?? rule.labels['*'];
          return own && one.score >= own.threshold && area(one) >= own.minAreaPx;
        });
        expect(new Set(judgeDetections(all, rule, area).findings.map(({ detection }) => detection))).toEqual(new Set(expected));
      }),
    );
  });
});
