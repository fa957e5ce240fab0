import fc from 'fast-check';
import { parsePythonLiteral, PythonLiteralError, type PythonValue } from './python-literal.js';

/** What CPython's `repr` writes. */
function repr(value: PythonValue): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number') return Object.is(value, -0) ? '-0.0' : String(value);
  if (typeof value === 'string') {
    const quote = value.includes("'") && !value.includes('"') ? '"' : "'";
    const escaped = value
      .replaceAll('\\', '\\\\')
      .replaceAll('\n', '\\n')
      .replaceAll('\r', '\\r')
      .replaceAll('\t', '\\t')
      .replaceAll(/[\u0000-\u001f\u007f]/g, (c) => `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`);
    return quote + (quote === "'" ? escaped.replaceAll("'", "\\'") : escaped) + quote;
  }
  if (Array.isArray(value)) return `[${value.map(repr).join(', ')}]`;
  return `{${[...value].map(([key, item]) => `${repr(key)}: ${repr(item)}`).join(', ')}}`;
}

const leaf: fc.Arbitrary<PythonValue> = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.integer(),
  fc.double({ noDefaultInfinity: true, noNaN: true }),
  fc.boolean(),
  fc.constant(null),
);
const { value } = fc.letrec<{ value: PythonValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    leaf,
    fc.array(tie('value'), { maxLength: 4 }),
    fc
      .array(fc.tuple(fc.oneof(fc.integer(), fc.string()), tie('value')), { maxLength: 4 })
      .map((entries) => new Map<PythonValue, PythonValue>(entries)),
  ),
}));

describe('parsePythonLiteral', () => {
  it('reads the names that exporters write, quotes mixed', () => {
    expect(parsePythonLiteral(`{0: 'open', 1: "o'ring", 2: 'stain "A"', 3: 'a\\'b"c'}`)).toEqual(
      new Map([
        [0, 'open'],
        [1, "o'ring"],
        [2, 'stain "A"'],
        [3, 'a\'b"c'],
      ]),
    );
    expect(parsePythonLiteral("{'batch': 1, 'half': False, 'conf': None, 'iou': 1e-05, 'imgsz': (640, 384)}")).toEqual(
      new Map<string, PythonValue>([
        ['batch', 1],
        ['half', false],
        ['conf', null],
        ['iou', 1e-5],
        ['imgsz', [640, 384]],
      ]),
    );
  });

  it('reads back whatever Python would write', () => {
    fc.assert(fc.property(value, (original) => expect(parsePythonLiteral(repr(original))).toEqual(original)));
  });

  it('refuses anything else with its own error and never hangs', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(...'{}[](),:\'"\\ 01eE+-.TrueNone') })), (text) => {
        try {
          parsePythonLiteral(text);
        } catch (error) {
          expect(error).toBeInstanceOf(PythonLiteralError);
        }
      }),
      { numRuns: 2000 },
    );
    for (const text of ['', '{', '[1', "'a", '__import__("os")', '1 2', '{1}', '['.repeat(1000)])
      expect(() => parsePythonLiteral(text)).toThrow(PythonLiteralError);
  });
});
