import { CliError } from '../failure.js';

const synonyms: Readonly<Record<string, string>> = {
  validation: 'val',
  valid: 'val',
  val: 'val',
  testing: 'test',
  test: 'test',
  training: 'train',
  train: 'train',
};

/** The split that a file's or folder's name speaks of, such as `val` for `instances_val2017`; null when it names none. */
export function splitIn(name: string): string | null {
  const word = name.toLowerCase().match(/(?<![a-z])(validation|valid|val|testing|test|training|train)(?![a-z])/)?.[1];
  return word ? synonyms[word]! : null;
}

/** `valid` and `validation` mean `val`; names of one's own stay. */
export const standardSplit = (name: string): string => synonyms[name.toLowerCase()] ?? name;

/**
 * The split to measure: the one asked for, else `test`, else `val`, else everything. Training images are never measured unasked
 * where the dataset knows which they are.
 * @throws CliError when the dataset has no such split
 */
export function chooseSplit(asked: string | undefined, available: readonly string[]): string | null {
  if (asked === undefined) return ['test', 'val'].find((split) => available.includes(split)) ?? null;
  const split = standardSplit(asked);
  if (available.includes(split)) return split;
  throw new CliError(
    `The dataset has no split "${asked}"; it has ${available.length ? available.join(', ') : 'none at all: leave --split out'}.`,
  );
}
