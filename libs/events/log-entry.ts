import { createHash } from 'node:crypto';
import type { Position } from './log-position.js';

/** Keys are spread over this many lanes; a lane is what processes of one group share out among themselves. */
export const laneCount = 16;

/** A row of the log as readers keep it. */
export interface LogEntry extends Position {
  readonly topic: string;
  readonly lane: number;
  /** Only this group gets it: a replayed dead letter. */
  readonly target: string | null;
  /** The event. Every group parses its own copy, so that no handler sees another one's changes. */
  readonly json: string;
}

/** The lane of a key, FNV-1a: the same in every process and version. */
export function laneOf(key: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < key.length; index++) hash = Math.imul(hash ^ key.charCodeAt(index), 0x01000193);
  return ((hash ^ (hash >>> 16)) >>> 0) % laneCount;
}

/** A signed 64-bit number that names something, for advisory locks. */
export const lockNumber = (...words: readonly (string | number)[]): string =>
  createHash('sha256').update(words.join('\0')).digest().readBigInt64BE(0).toString();
