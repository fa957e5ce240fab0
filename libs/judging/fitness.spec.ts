import { recipeSchema, type RecipeInput } from '@sightline/contracts';
import fc from 'fast-check';
import { fitnessOf } from './fitness.js';
import { scoreFloor } from './score-floor.js';

const recipe = (input: Partial<RecipeInput>) => recipeSchema.parse({ model: 'm:1', ...input });
const grey = (width: number, height: number, value: (index: number) => number) =>
  ({ data: Uint8Array.from({ length: width * height }, (_, index) => value(index)), width, height, channels: 1 }) as const;
const codes = (image: ReturnType<typeof grey>, input: Partial<RecipeInput>): string[] =>
  fitnessOf(image, recipe(input)).reasons.map(({ code }) => code);

describe('fitnessOf', () => {
  it('accepts everything of a usable size unless the recipe asks for more', () => {
    for (const value of [0, 128, 255])
      expect(
        codes(
          grey(40, 40, () => value),
          {},
        ),
      ).toEqual([]);
  });

  it.each([
    ['image-too-small', grey(31, 40, () => 128), {}],
    ['image-too-small', grey(40, 31, () => 128), {}],
    ['image-blurred', grey(40, 40, () => 128), { quality: { minSharpness: 1 } }],
    ['image-overexposed', grey(40, 40, (index) => (index % 2 ? 255 : 128)), { quality: { maxClipped: 0.4 } }],
    ['image-underexposed', grey(40, 40, (index) => (index % 2 ? 0 : 128)), { quality: { maxClipped: 0.4 } }],
    ['region-outside-frame', grey(40, 40, () => 128), { region: [40, 0, 10, 10] }],
  ] as const)('says %s', (code, image, input) => {
    const { reasons } = fitnessOf(image, recipe(input as unknown as Partial<RecipeInput>));
    expect(reasons.map((reason) => reason.code)).toEqual([code]);
    expect(reasons[0]!.detail).toMatch(/\d/);
  });

  it('cuts the region to whole pixels of the frame', () => {
    const side = fc.double({ min: 0.1, max: 60, noNaN: true });
    const start = fc.double({ min: -20, max: 39, noNaN: true });
    fc.assert(
      fc.property(start, start, side, side, (x, y, w, h) => {
        const { region, reasons } = fitnessOf(
          grey(40, 40, () => 128),
          recipe({ region: [x, y, w, h] }),
        );
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
