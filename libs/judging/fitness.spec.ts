import { recipeSchema, type RecipeInput } from '@sightline/contracts';
import fc from 'fast-check';
import { fitnessOf } from './fitness.js';
import { scoreFloor } from './score-floor.js';

const recipe = (input: Partial<RecipeInput>) => recipeSchema.parse({ model: 'm:1', ...input });
const frame = { width: 40, height: 40 };
const good = { sharpness: 100, brightness: 128, clippedHighlights: 0, clippedShadows: 0 };

describe('fitnessOf', () => {
  it('accepts everything of a usable size unless the recipe asks for more', () => {
    const poor = { sharpness: 0, brightness: 0, clippedHighlights: 1, clippedShadows: 1 };
    expect(fitnessOf(frame, poor, recipe({}))).toEqual({ region: null, reasons: [] });
  });

  it.each<[string, Partial<RecipeInput>, object]>([
    ['image-too-small', { quality: { minWidth: 41 } }, {}],
    ['image-too-small', { quality: { minHeight: 41 } }, {}],
    ['image-blurred', { quality: { minSharpness: 100.1 } }, {}],
    ['image-overexposed', { quality: { maxClipped: 0.4 } }, { clippedHighlights: 0.41 }],
    ['image-underexposed', { quality: { maxClipped: 0.4 } }, { clippedShadows: 0.41 }],
    ['region-outside-frame', { region: [40, 0, 10, 10] }, {}],
  ])('says %s', (code, asked, seen) => {
    const { reasons } = fitnessOf(frame, { ...good, ...seen }, recipe(asked));
    expect(reasons.map((reason) => reason.code)).toEqual([code]);
    expect(reasons[0]!.detail).toMatch(/\d/);
  });

  it('accepts what just meets the limits', () => {
    const limits = { minWidth: 40, minHeight: 40, minSharpness: 100, maxClipped: 0.4 };
    expect(fitnessOf(frame, { ...good, clippedHighlights: 0.4, clippedShadows: 0.4 }, recipe({ quality: limits })).reasons).toEqual([]);
  });

  it('cuts the region to whole pixels of the frame', () => {
    const side = fc.double({ min: 0.1, max: 60, noNaN: true });
    const start = fc.double({ min: -20, max: 39, noNaN: true });
    fc.assert(
      fc.property(start, start, side, side, (x, y, w, h) => {
        const { region, reasons } = fitnessOf(frame, good, recipe({ region: [x, y, w, h] }));
        if (region === null) return expect(reasons).toHaveLength(1);
        expect(region.every(Number.isInteger)).toBe(true);
        expect(region[0]).toBeGreaterThanOrEqual(0);
        expect(region[0] + region[2]).toBeLessThanOrEqual(40);
        expect(region[0]).toBeLessThanOrEqual(Math.max(0, x));
        expect(region[0] + region[2]).toBeGreaterThanOrEqual(Math.min(40, x + w));
      }),
    );
  });
});

describe('scoreFloor', () => {
  it('is the least score that any rule could use', () => {
    expect(scoreFloor(recipe({ labels: { '*': { threshold: 0.6 }, short: { threshold: 0.3 } } }))).toBe(0.3);
    expect(scoreFloor(recipe({ labels: { '*': { threshold: 0.6 } }, bands: { uncertain: 0.2 } }))).toBe(0.2);
  });
});
