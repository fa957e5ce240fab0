import type { LogEntry } from './log-entry.js';
import { comparePositions, laterOf, type Position } from './log-position.js';

/**
 * One lane of one topic as its owner sees it: entries finish in any order, the offset follows in the log's order, up to the first one
 * that is not finished.
 */
export class Lane {
  private taken: Position;
  private finishedUpTo: Position;
  private readonly unfinished: { readonly entry: LogEntry; done: boolean }[] = [];

  constructor(
    readonly topic: string,
    readonly index: number,
    /** The offset as it was stored. */
    private stored: Position,
  ) {
    this.taken = stored;
    this.finishedUpTo = stored;
  }

  /** @returns false for an entry that was taken before */
  take(entry: LogEntry): boolean {
    if (comparePositions(entry, this.taken) <= 0) return false;
    this.taken = entry;
    this.unfinished.push({ entry, done: false });
    return true;
  }

  /** Marks an entry as no concern of this group. */
  pass(entry: LogEntry): void {
    if (this.take(entry)) this.finish(entry);
  }

  finish(entry: LogEntry): void {
    const found = this.unfinished.find((one) => one.entry === entry);
    if (found) found.done = true;
    while (this.unfinished[0]?.done) this.finishedUpTo = this.unfinished.shift()!.entry;
  }

  /** Work was finished that the stored offset does not know yet. */
  get isAhead(): boolean {
    return comparePositions(this.finishedUpTo, this.stored) > 0;
  }

  /**
   * How far everything is finished.
   * @param read how far the group has read: an idle lane stands there
   */
  offset(read: Position): Position {
    return this.unfinished.length ? this.finishedUpTo : laterOf(this.finishedUpTo, read);
  }

  /** @param offset was stored */
  store(offset: Position): void {
    this.stored = laterOf(this.stored, offset);
  }
}
