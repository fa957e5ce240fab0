import fc from 'fast-check';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { type Drawing, drawOverlay } from './overlay-drawing.js';
import { isDrawable, textPath, textWidth } from './stroke-font.js';

const drawing = fc
  .record({ width: fc.integer({ min: 200, max: 4000 }), height: fc.integer({ min: 200, max: 4000 }) })
  .chain(({ width, height }) =>
    fc.record({
      width: fc.constant(width),
      height: fc.constant(height),
      verdict: fc.constantFrom('pass', 'fail', 'review', 'unusable', 'error', null),
      defects: fc.array(
        fc.record({
          label: fc.constantFrom('short', 'pin-hole', '<&">', 'Riß ✂', ''),
          score: fc.double({ min: 0, max: 1, noNaN: true }),
          box: fc.tuple(fc.nat(width), fc.nat(height), fc.integer({ min: 1, max: width }), fc.integer({ min: 1, max: height })),
          severity: fc.constantFrom('info', 'minor', 'major', 'critical'),
        }),
        { maxLength: 8 },
      ),
    }),
  ) as fc.Arbitrary<Drawing>;

interface Rect {
  readonly '@_x': string;
  readonly '@_y': string;
  readonly '@_width': string;
  readonly '@_height': string;
  readonly '@_fill': string;
}
const rectsOf = (svg: string): Rect[] => {
  const parsed = new XMLParser({ ignoreAttributes: false, isArray: (name) => name === 'rect' }).parse(svg) as { svg: { rect?: Rect[] } };
  return parsed.svg.rect ?? [];
};

describe('drawOverlay', () => {
  it('draws each box where it is and every tag inside the frame, as well-formed SVG', () => {
    fc.assert(
      fc.property(drawing, (given) => {
        const svg = drawOverlay(given);
        expect(XMLValidator.validate(svg)).toBe(true);
        const rects = rectsOf(svg);
        for (const { box } of given.defects)
          expect(
            rects.some(
              (rect) =>
                rect['@_fill'] === 'none' &&
                [rect['@_x'], rect['@_y'], rect['@_width'], rect['@_height']].map(Number).join() === box.join(),
            ),
          ).toBe(true);
        for (const tag of rects.filter((rect) => rect['@_fill'] !== 'none')) {
          expect(Number(tag['@_x'])).toBeGreaterThanOrEqual(0);
          expect(Number(tag['@_y'])).toBeGreaterThanOrEqual(0);
          expect(Number(tag['@_x']) + Number(tag['@_width'])).toBeLessThanOrEqual(given.width + 1e-6);
          expect(Number(tag['@_y']) + Number(tag['@_height'])).toBeLessThanOrEqual(given.height + 1e-6);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('the stroke font', () => {
  it('draws letters in the width that it states', () => {
    const text = 'Short 0.93, PIN-HOLE 12% Riß';
    expect(isDrawable(text)).toBe(true);
    const xs = [...textPath(text, 10, 0, 12).matchAll(/[ML]([\d.]+) /g)].map(([, x]) => Number(x));
    expect(Math.min(...xs)).toBeGreaterThanOrEqual(10);
    expect(Math.max(...xs)).toBeLessThanOrEqual(10 + textWidth(text, 12) + 0.1);
  });

  it('knows what it cannot draw', () => {
    expect(isDrawable('Kratzer ✂')).toBe(false);
  });
});
