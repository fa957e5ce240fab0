/** What a YOLO `data.yaml` says about a dataset. */
export interface YoloDescription {
  /** Folder that the splits are relative to; null when it is the file's own. */
  readonly path: string | null;
  /** Folders or lists of images, by split. */
  readonly splits: ReadonlyMap<string, readonly string[]>;
  /** In the order of the class numbers; null when the file names none. */
  readonly names: readonly string[] | null;
}

/**
 * Reads the part of YAML that such files are written in: top-level scalars, lists in brackets or with dashes, maps in braces or
 * indented. Everything else is skipped.
 * Source: the dataset files of Ultralytics, https://docs.ultralytics.com/datasets/detect/
 */
export function parseYoloYaml(text: string): YoloDescription {
  const entries = topLevel(text);
  const splits = new Map<string, readonly string[]>();
  for (const key of ['train', 'val', 'valid', 'test']) {
    const values = listOf(entries.get(key) ?? []).map(({ value }) => value);
    if (values.length) splits.set(key === 'valid' ? 'val' : key, values);
  }
  const names: string[] = [];
  for (const [index, { key, value }] of listOf(entries.get('names') ?? []).entries()) names[key === null ? index : Number(key)] = value;
  const isWhole = names.length > 0 && Array.from(names).every((name) => typeof name === 'string');
  return { path: listOf(entries.get('path') ?? [])[0]?.value ?? null, splits, names: isWhole ? names : null };
}

/** The lines of each top-level key: what follows its colon, then what is indented (or dashed) below it. */
function topLevel(text: string): Map<string, string[]> {
  const entries = new Map<string, string[]>();
  let lines: string[] | null = null;
  for (const raw of text.split(/\r?\n/)) {
    const line = withoutComment(raw);
    const [, key, rest] = /^([A-Za-z_][\w-]*)\s*:(?:\s+(.*))?$/.exec(line) ?? [];
    if (key !== undefined) {
      lines = rest?.trim() ? [rest] : [];
      entries.set(key, lines);
    } else if (line.trim() && lines && /^[\s\-[\]{}]/.test(line)) lines.push(line);
  }
  return entries;
}

function withoutComment(line: string): string {
  let quote = '';
  for (let at = 0; at < line.length; at++) {
    const character = line[at]!;
    if (quote) quote = character === quote ? '' : quote;
    else if (character === '"' || (character === "'" && !/\w/.test(line[at - 1] ?? ''))) quote = character;
    else if (character === '#' && (at === 0 || /\s/.test(line[at - 1]!))) return line.slice(0, at);
  }
  return line;
}

interface Entry {
  readonly key: string | null;
  readonly value: string;
}

function listOf(lines: readonly string[]): Entry[] {
  const joined = lines.map((line) => line.trim()).join('\n');
  const inline = /^[[{]([\s\S]*)[\]}]$/.exec(joined)?.[1];
  const parts =
    inline === undefined ? joined.split('\n').map((part) => part.replace(/^-\s+/, '')) : splitAtCommas(inline.replaceAll('\n', ' '));
  return parts
    .map((part) => part.trim())
    .filter(Boolean)
    .map(entryOf);
}

function entryOf(part: string): Entry {
  const [, key, value] = /^['"]?(\d+)['"]?\s*:\s*(.*)$/.exec(part) ?? [];
  return key === undefined ? { key: null, value: unquoted(part) } : { key, value: unquoted(value!) };
}

const splitAtCommas = (text: string): string[] => text.match(/(?:"[^"]*"|'[^']*'|[^,])+/g) ?? [];

function unquoted(text: string): string {
  const [, quote, inner] = /^(['"])([\s\S]*)\1$/.exec(text.trim()) ?? [];
  if (inner === undefined) return text.trim();
  return quote === "'" ? inner.replaceAll("''", "'") : inner.replace(/\\(["\\])/g, '$1');
}
