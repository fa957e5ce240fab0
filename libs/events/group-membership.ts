import { logger } from '@sightline/platform';
import type { BusConnection } from './bus-connection.js';
import type { GroupConsumer, ReachedOffset } from './group-consumer.js';
import type { GroupOffsetRepository } from './group-offset.repository.js';
import { LaneLocks } from './lane-locks.js';
import { Lane } from './lane.js';
import { laneCount } from './log-entry.js';

const log = logger('events');

/** How far a group has come on a lane. */
export interface GroupOffset extends ReachedOffset {
  readonly group: string;
}

/** Stores offsets, of any number of groups, in one statement. */
export async function storeOffsets(offsets: GroupOffsetRepository, reached: readonly GroupOffset[]): Promise<void> {
  if (!reached.length) return;
  await offsets.store(reached.map(({ group, lane, offset }) => ({ group, topic: lane.topic, lane: lane.index, offset })));
  for (const { lane, offset } of reached) lane.store(offset);
}

/** A process's part in a group: owns its share of the lanes, stores their offsets, hands lanes over when processes come and go. */
export class GroupMembership {
  private readonly locks: LaneLocks;
  private changing: Promise<void> = Promise.resolve();
  private left = false;
  /** The session that counts as a member. */
  private joined: number | undefined;

  constructor(
    private readonly consumer: GroupConsumer,
    private readonly offsets: GroupOffsetRepository,
    private readonly connection: BusConnection,
  ) {
    this.locks = new LaneLocks(connection, consumer.group, consumer.topics);
  }

  async join(): Promise<void> {
    await this.balance();
  }

  /** Takes or gives lanes until this process owns its share. Calls wait for each other. */
  balance(hasNeighbours = true): Promise<void> {
    this.changing = this.changing
      .then(() => this.balanceOnce(hasNeighbours))
      .catch((error: unknown) => log.warn({ err: error, group: this.consumer.group }, 'lanes could not be shared out'));
    return this.changing;
  }

  /** The connection that held the locks is gone: so are the lanes. */
  async lost(): Promise<void> {
    await this.consumer.giveUp(this.consumer.ownedLanes);
    await this.balance();
  }

  /** How far lanes have come. @param all idle ones too, so that they hold no part of the log */
  reached(all: boolean): GroupOffset[] {
    return this.consumer.reached(undefined, all).map((reached) => ({ ...reached, group: this.consumer.group }));
  }

  /** Finishes what runs, stores the offsets, gives every lane up. */
  async leave(): Promise<void> {
    this.left = true;
    await this.changing;
    await this.consumer.stop();
    try {
      await storeOffsets(this.offsets, this.reached(true));
      await this.locks.release(this.ownedIndexes());
      await this.locks.leave();
    } catch (error) {
      log.warn({ err: error, group: this.consumer.group }, 'could not leave the group cleanly: what was not stored is delivered again');
    }
  }

  private async balanceOnce(hasNeighbours: boolean): Promise<void> {
    if (this.left) return;
    if (this.joined !== this.connection.session) {
      await this.locks.join();
      this.joined = this.connection.session;
    } else if (!hasNeighbours && this.ownedIndexes().length === laneCount) {
      return;
    }
    const share = await this.locks.fairShare();
    const owned = this.ownedIndexes();
    if (owned.length > share) await this.giveUp(owned.slice(share));
    if (owned.length < share) await this.takeOver(share - owned.length, owned);
  }

  private async giveUp(indexes: readonly number[]): Promise<void> {
    const lanes = this.consumer.ownedLanes.filter(({ index }) => indexes.includes(index));
    await this.consumer.giveUp(lanes);
    await storeOffsets(
      this.offsets,
      this.consumer.reached(lanes).map((reached) => ({ ...reached, group: this.consumer.group })),
    );
    await this.locks.release(indexes);
  }

  private async takeOver(count: number, owned: readonly number[]): Promise<void> {
    const others = Array.from({ length: laneCount }, (_, lane) => lane).filter((lane) => !owned.includes(lane));
    const { session } = this.connection;
    const taken = await this.locks.take(others, count);
    if (!taken.length) return;
    const wanted = this.consumer.topics.flatMap((topic) => taken.map((lane) => ({ topic, lane })));
    const found = await this.offsets.find(this.consumer.group, wanted);
    // Locks that went with a lost connection are nobody's: the next round takes them.
    if (this.connection.session !== session) return;
    this.consumer.assume(found.map(({ topic, lane, offset }) => new Lane(topic, lane, offset)));
  }

  private ownedIndexes(): number[] {
    return [...new Set(this.consumer.ownedLanes.map(({ index }) => index))].sort((a, b) => a - b);
  }
}
