import { logger } from '@sightline/platform';
import type { BusConnection } from './bus-connection.js';
import type { GroupConsumer } from './group-consumer.js';
import type { GroupOffsetRepository } from './group-offset.repository.js';
import { LaneLocks } from './lane-locks.js';
import { Lane } from './lane.js';
import { laneCount } from './log-entry.js';

const log = logger('events');

/** A process's part in a group: owns its share of the lanes, stores their offsets, hands lanes over when processes come and go. */
export class GroupMembership {
  private readonly locks: LaneLocks;
  private changing: Promise<void> = Promise.resolve();
  private left = false;

  constructor(
    private readonly consumer: GroupConsumer,
    private readonly offsets: GroupOffsetRepository,
    connection: BusConnection,
  ) {
    this.locks = new LaneLocks(connection, consumer.group, consumer.topics);
  }

  async join(): Promise<void> {
    await this.locks.join();
    await this.balance();
  }

  /** Takes or gives lanes until this process owns its share. Calls wait for each other. */
  balance(): Promise<void> {
    this.changing = this.changing.then(() => this.balanceOnce()).catch((error: unknown) => log.warn({ err: error, group: this.consumer.group }, 'lanes could not be shared out'));
    return this.changing;
  }

  /** The connection that held the locks is gone: so are the lanes. */
  async lost(): Promise<void> {
    await this.consumer.giveUp(this.consumer.ownedLanes);
    if (!this.left) this.changing = this.changing.then(() => this.locks.join()).catch((error: unknown) => log.warn({ err: error, group: this.consumer.group }, 'cannot join the group again'));
    await this.balance();
  }

  /** Stores how far lanes have come. @param all idle ones too, so that they hold no part of the log */
  async store(all = false): Promise<void> {
    const reached = this.consumer.reached(undefined, all);
    if (!reached.length) return;
    await this.offsets.store(reached.map(({ lane, offset }) => ({ group: this.consumer.group, topic: lane.topic, lane: lane.index, offset })));
    for (const { lane, offset } of reached) lane.store(offset);
  }

  /** Finishes what runs, stores the offsets, gives every lane up. */
  async leave(): Promise<void> {
    this.left = true;
    await this.changing;
    await this.consumer.stop();
    await this.store(true);
    await this.locks.release(this.ownedIndexes());
    await this.locks.leave();
  }

  private async balanceOnce(): Promise<void> {
    if (this.left) return;
    const share = await this.locks.fairShare();
    const owned = this.ownedIndexes();
    if (owned.length > share) await this.giveUp(owned.slice(share));
    if (owned.length < share) await this.takeOver(share - owned.length, owned);
  }

  private async giveUp(indexes: readonly number[]): Promise<void> {
    const lanes = this.consumer.ownedLanes.filter(({ index }) => indexes.includes(index));
    await this.consumer.giveUp(lanes);
    const reached = this.consumer.reached(lanes);
    if (reached.length) await this.offsets.store(reached.map(({ lane, offset }) => ({ group: this.consumer.group, topic: lane.topic, lane: lane.index, offset })));
    await this.locks.release(indexes);
  }

  private async takeOver(count: number, owned: readonly number[]): Promise<void> {
    const others = Array.from({ length: laneCount }, (_, lane) => lane).filter((lane) => !owned.includes(lane));
    const taken = await this.locks.take(others, count);
    if (!taken.length) return;
    const wanted = this.consumer.topics.flatMap((topic) => taken.map((lane) => ({ topic, lane })));
    const found = await this.offsets.find(this.consumer.group, wanted);
    this.consumer.assume(found.map(({ topic, lane, offset }) => new Lane(topic, lane, offset)));
  }

  private ownedIndexes(): number[] {
    return [...new Set(this.consumer.ownedLanes.map(({ index }) => index))].sort((a, b) => a - b);
  }
}
