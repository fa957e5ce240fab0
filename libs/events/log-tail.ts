import { logger } from '@sightline/platform';
import type { LogEntry } from './log-entry.js';
import { comparePositions, type Position } from './log-position.js';
import { topicsLiteral, type LogReader } from './log-reader.js';

const log = logger('events');
const pageSize = 256;
/** Entries that a slower group can still take from memory; behind them it reads for itself. */
const keptEntries = 2048;
const longestPauseMs = 50;

/** Who reads from the tail. */
export interface TailFollower {
  readonly topics: readonly string[];
  /** Has taken everything up to `end` and can take more. */
  isWaitingAt(end: Position): boolean;
  /** There is something new. */
  follow(): void;
}

/**
 * The end of the log in memory: read once a process, in the one order that the log has, for all groups together. Reading pauses while
 * no group waits for more.
 */
export class LogTail {
  private entries: LogEntry[] = [];
  /** Entries after `begin`, up to `end`, are in memory. */
  private begin: Position | undefined;
  private end: Position | undefined;
  private readonly followers = new Set<TailFollower>();
  private topics = '{}';
  private generation = 0;
  private reading = false;
  private wanted = false;
  private closed = false;
  /** There may be more, but nobody had room for it. */
  private unread = false;
  private timer: NodeJS.Timeout | undefined;
  private pauseMs = 1;

  constructor(
    private readonly reader: LogReader,
    /** Longest that an event of another process may go unnoticed when no notification comes, ms. */
    private readonly pollMs: number,
  ) {}

  async add(follower: TailFollower): Promise<void> {
    this.followers.add(follower);
    await this.restart();
  }

  async remove(follower: TailFollower): Promise<void> {
    this.followers.delete(follower);
    await this.restart();
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.timer);
  }

  /** Where the tail stands; the beginning of what is still to come for a new follower. */
  get position(): Position | undefined {
    return this.end;
  }

  /** The entries after a position, or null where memory does not reach back that far. */
  after(position: Position): { entries: readonly LogEntry[]; first: number; end: Position } | null {
    if (!this.begin || !this.end || comparePositions(position, this.begin) < 0) return null;
    let low = 0;
    let high = this.entries.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (comparePositions(this.entries[middle]!, position) <= 0) low = middle + 1;
      else high = middle;
    }
    return { entries: this.entries, first: low, end: this.end };
  }

  /** Reads as soon as possible; again, when a read is under way. */
  wake(): void {
    this.wanted = true;
    if (!this.reading && !this.closed) void this.run();
  }

  /** A follower can take more again. Nothing is read when the last read already found the end. */
  resume(): void {
    if (!this.unread) return;
    this.unread = false;
    this.wake();
  }

  private async restart(): Promise<void> {
    this.generation += 1;
    this.topics = topicsLiteral(new Set([...this.followers].flatMap(({ topics }) => topics)));
    this.entries = [];
    this.begin = undefined;
    if (this.followers.size) {
      const generation = this.generation;
      const now = await this.reader.now();
      if (generation === this.generation) this.begin = this.end = now;
    }
    this.wake();
  }

  private async run(): Promise<void> {
    this.reading = true;
    clearTimeout(this.timer);
    let again = false;
    while (this.wanted && !this.closed) {
      this.wanted = false;
      again = await this.readOnce();
    }
    this.reading = false;
    if (this.closed) return;
    this.pauseMs = again ? Math.min(this.pauseMs * 2, longestPauseMs) : 1;
    this.timer = setTimeout(() => this.wake(), again ? this.pauseMs : this.pollMs);
  }

  /** @returns whether to look again soon */
  private async readOnce(): Promise<boolean> {
    const { end, generation } = this;
    this.unread = !this.begin || !end || ![...this.followers].some((follower) => follower.isWaitingAt(end));
    if (this.unread || !end) return false;
    try {
      const page = await this.reader.read(end, this.topics, pageSize);
      if (generation !== this.generation) return true;
      this.end = page.end;
      if (page.entries.length) this.keep(page.entries);
      for (const follower of this.followers) follower.follow();
      if (page.full) this.wanted = true;
      if (page.entries.length) this.pauseMs = 1;
      return page.pending;
    } catch (error) {
      if (!this.closed) log.warn({ err: error }, 'cannot read the event log');
      return true;
    }
  }

  private keep(entries: readonly LogEntry[]): void {
    this.entries.push(...entries);
    if (this.entries.length <= 2 * keptEntries) return;
    const dropped = this.entries.length - keptEntries;
    this.begin = this.entries[dropped - 1]!;
    this.entries = this.entries.slice(dropped);
  }
}
