import type { SightlineEvent } from '@sightline/contracts';
import { logger } from '@sightline/platform';
import type { EventDelivery } from './event-delivery.js';
import { KeyedScheduler } from './keyed-scheduler.js';
import { Lane } from './lane.js';
import { laneCount, type LogEntry } from './log-entry.js';
import { comparePositions, earlierOf, laterOf, logStart, type Position } from './log-position.js';
import { topicsLiteral, type LogReader } from './log-reader.js';
import type { LogTail, TailFollower } from './log-tail.js';

const log = logger('events');
const pageSize = 256;

interface Work {
  readonly entry: LogEntry;
  readonly lane: Lane;
  readonly event: SightlineEvent;
  attempts: number;
}

/** Offsets that were reached, by lane. */
export interface ReachedOffset {
  readonly lane: Lane;
  readonly offset: Position;
}

/** Reads the lanes that this process owns of a group's topics, and delivers: bounded work in flight, order per key. */
export class GroupConsumer implements TailFollower {
  private readonly lanes = new Map<string, (Lane | undefined)[]>();
  private readonly scheduler: KeyedScheduler<Work>;
  private read: Position = logStart;
  private readingBack = false;
  private stopped = false;

  constructor(
    readonly group: string,
    readonly topics: readonly string[],
    maxInFlight: number,
    private readonly tail: LogTail,
    private readonly reader: LogReader,
    private readonly delivery: EventDelivery,
    /** Work was finished: offsets may be stored. */
    private readonly progressed: () => void,
  ) {
    for (const topic of topics) this.lanes.set(topic, new Array<Lane | undefined>(laneCount).fill(undefined));
    this.scheduler = new KeyedScheduler(
      maxInFlight,
      (work) => this.deliver(work),
      (work) => this.finish(work),
    );
  }

  get ownedLanes(): Lane[] {
    return [...this.lanes.values()].flatMap((lanes) => lanes.filter((lane) => lane !== undefined));
  }

  owns(topic: string, index: number): boolean {
    return this.lanes.get(topic)?.[index] !== undefined;
  }

  /** Takes lanes over where their offsets stand. */
  assume(lanes: readonly Lane[]): void {
    const owned = this.ownedLanes.length > 0;
    let from: Position | undefined;
    for (const lane of lanes) {
      this.lanes.get(lane.topic)![lane.index] = lane;
      from = from ? earlierOf(from, lane.offset(logStart)) : lane.offset(logStart);
    }
    if (!from) return;
    this.read = owned ? earlierOf(this.read, from) : from;
    this.follow();
  }

  /** Starts at a place without any offsets. */
  begin(position: Position): void {
    this.assume(this.topics.flatMap((topic) => Array.from({ length: laneCount }, (_, index) => new Lane(topic, index, position))));
  }

  /** Gives lanes up: nothing more of them starts; resolves once what runs of them has ended. */
  async giveUp(lanes: readonly Lane[]): Promise<void> {
    const given = new Set(lanes);
    for (const lane of lanes) this.lanes.get(lane.topic)![lane.index] = undefined;
    await this.scheduler.withdraw(({ lane }) => given.has(lane));
  }

  /** Offsets worth storing: of lanes where work was finished, or of all. */
  reached(lanes: readonly Lane[] = this.ownedLanes, all = false): ReachedOffset[] {
    return lanes.filter((lane) => all || lane.isAhead).map((lane) => ({ lane, offset: lane.offset(this.read) }));
  }

  /** Takes nothing new and finishes what runs. */
  async stop(): Promise<void> {
    this.stopped = true;
    await this.scheduler.stop();
  }

  isWaitingAt(end: Position): boolean {
    return !this.stopped && this.scheduler.room > 0 && comparePositions(this.read, end) >= 0;
  }

  follow(): void {
    if (this.stopped || this.readingBack) return;
    while (this.scheduler.room > 0) {
      const recent = this.tail.after(this.read);
      if (!recent) {
        void this.readBack();
        return;
      }
      if (comparePositions(this.read, recent.end) >= 0) {
        this.tail.resume();
        return;
      }
      let index = recent.first;
      while (index < recent.entries.length && this.scheduler.room > 0) this.consider(recent.entries[index++]!);
      if (index < recent.entries.length) return;
      this.read = laterOf(this.read, recent.end);
    }
  }

  /** The tail's memory does not reach back to where this group stands. */
  private async readBack(): Promise<void> {
    this.readingBack = true;
    try {
      const from = this.read;
      const { entries, end } = await this.reader.read(
        from,
        topicsLiteral(this.topics),
        Math.min(pageSize, Math.max(16, this.scheduler.room)),
      );
      // Lanes that were taken over meanwhile may stand further back: then this page begins too late for them.
      if (this.read === from) {
        for (const entry of entries) if (this.scheduler.room > 0) this.consider(entry);
        if (this.read === (entries.at(-1) ?? from)) this.read = laterOf(this.read, end);
      }
    } catch (error) {
      if (!this.stopped) log.warn({ err: error, group: this.group }, 'cannot read the event log');
      await new Promise((resolve) => setTimeout(resolve, 200).unref());
    }
    this.readingBack = false;
    this.follow();
  }

  private consider(entry: LogEntry): void {
    this.read = entry;
    const lane = this.lanes.get(entry.topic)?.[entry.lane];
    if (!lane) return;
    if (entry.target !== null && entry.target !== this.group) lane.pass(entry);
    else if (lane.take(entry)) {
      const event = JSON.parse(entry.json) as SightlineEvent;
      this.scheduler.add(event.key, { entry, lane, event, attempts: 0 });
    }
  }

  private async deliver(work: Work): Promise<'done' | { retryInMs: number }> {
    work.attempts += 1;
    return this.delivery.deliver(work.event, work.attempts);
  }

  private finish({ lane, entry }: Work): void {
    lane.finish(entry);
    this.progressed();
    this.follow();
  }
}
