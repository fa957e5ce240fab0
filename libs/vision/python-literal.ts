/** What Python's `str()` writes for plain values; a dict becomes a Map, so that no key can be special. */
export type PythonValue = string | number | boolean | null | PythonValue[] | Map<PythonValue, PythonValue>;

/** The text is no literal of the kinds that `parsePythonLiteral` knows. */
export class PythonLiteralError extends Error {
  constructor(message: string, at: number) {
    super(`${message} at character ${at}`);
    this.name = 'PythonLiteralError';
  }
}

const maxDepth = 32;
const constants: Record<string, PythonValue> = { True: true, False: false, None: null, nan: NaN, inf: Infinity };
const escapes: Record<string, string> = {
  '\\': '\\',
  "'": "'",
  '"': '"',
  n: '\n',
  r: '\r',
  t: '\t',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
  '0': '\0',
};
const codeLengths: Record<string, number> = { x: 2, u: 4, U: 8 };

/**
 * Reads a Python literal, such as `{0: 'open', 1: "o'ring"}`: strings, numbers, True, False, None, lists, tuples, dicts.
 * Nothing is evaluated. @throws PythonLiteralError
 */
export function parsePythonLiteral(text: string): PythonValue {
  return new LiteralReader(text).whole();
}

class LiteralReader {
  private at = 0;
  private depth = 0;

  constructor(private readonly text: string) {}

  whole(): PythonValue {
    const value = this.value();
    this.space();
    if (this.at < this.text.length) this.fail('unexpected text');
    return value;
  }

  private value(): PythonValue {
    this.space();
    switch (this.text[this.at]) {
      case "'":
      case '"':
        return this.string();
      case '{':
        return this.nested(() => this.dict());
      case '[':
        return this.nested(() => this.list(']'));
      case '(':
        return this.nested(() => this.list(')'));
      default:
        return this.word();
    }
  }

  private nested<Value>(read: () => Value): Value {
    if (++this.depth > maxDepth) this.fail('nested too deeply');
    this.at++;
    const value = read();
    this.depth--;
    return value;
  }

  private dict(): Map<PythonValue, PythonValue> {
    const entries = new Map<PythonValue, PythonValue>();
    while (!this.take('}')) {
      const key = this.value();
      if (!this.take(':')) this.fail('expected ":"');
      entries.set(key, this.value());
      if (!this.take(',') && !this.sees('}')) this.fail('expected "," or "}"');
    }
    return entries;
  }

  private list(end: string): PythonValue[] {
    const values: PythonValue[] = [];
    while (!this.take(end)) {
      values.push(this.value());
      if (!this.take(',') && !this.sees(end)) this.fail(`expected "," or "${end}"`);
    }
    return values;
  }

  private word(): PythonValue {
    const word = /^[-+]?[\w.]+(?:(?<=[eE])[-+]\d+)?/.exec(this.text.slice(this.at, this.at + 64))?.[0] ?? '';
    const sign = word.startsWith('-') ? -1 : 1;
    const bare = word.replace(/^[-+]/, '');
    this.at += word.length;
    if (Object.hasOwn(constants, bare) && (bare === word || bare === 'inf' || bare === 'nan')) {
      const constant = constants[bare]!;
      return typeof constant === 'number' ? sign * constant : constant;
    }
    if (!/^(\d+(_\d+)*\.?\d*|\.\d+)([eE][-+]?\d+)?$/.test(bare)) return this.fail('expected a value', this.at - word.length);
    return sign * Number(bare.replaceAll('_', ''));
  }

  private string(): string {
    const quote = this.text[this.at++]!;
    let value = '';
    for (;;) {
      const character = this.text[this.at++];
      if (character === undefined || character === '\n') return this.fail('unterminated string');
      if (character === quote) return value;
      value += character === '\\' ? this.escape() : character;
    }
  }

  private escape(): string {
    const kind = this.text[this.at++] ?? '';
    const length = codeLengths[kind];
    if (length === undefined) return escapes[kind] ?? `\\${kind}`;
    const digits = this.text.slice(this.at, this.at + length);
    const code = Number.parseInt(digits, 16);
    if (digits.length < length || /[^0-9a-fA-F]/.test(digits) || code > 0x10ffff) this.fail('bad escape');
    this.at += length;
    return String.fromCodePoint(code);
  }

  private take(character: string): boolean {
    const seen = this.sees(character);
    if (seen) this.at++;
    return seen;
  }

  private sees(character: string): boolean {
    this.space();
    return this.text[this.at] === character;
  }

  private space(): void {
    while (/\s/.test(this.text[this.at] ?? '')) this.at++;
  }

  private fail(message: string, at = this.at): never {
    throw new PythonLiteralError(message, at);
  }
}
