import type { DeadLetter, SightlineEvent } from '@sightline/contracts';
import { runMigrations, type Database } from '@sightline/database';
import { logger } from '@sightline/platform';
import { BusConnection } from './bus-connection.js';
import { BusNeighbours, channel, memberConnectionName } from './bus-neighbours.js';
import { DeadLetterRepository } from './dead-letter.repository.js';
import { EventBus, type GroupLag, type PublishOptions, type RunningSubscription, type Subscription } from './event-bus.port.js';
import { EventDelivery } from './event-delivery.js';
import { GroupConsumer } from './group-consumer.js';
import { GroupMembership, storeOffsets } from './group-membership.js';
import { GroupOffsetRepository } from './group-offset.repository.js';
import { LogPublisher } from './log-publisher.js';
import { LogReader, readerSettings } from './log-reader.js';
import { LogTail } from './log-tail.js';
import { LogWriter } from './log-writer.js';
import { removeOldEvents } from './log-retention.js';
import { logStart } from './log-position.js';
import { CreateLog1763700000000 } from './migrations/create-log.migration.js';

/** Origins of processes are never negative. */
const nobodysOrigin = -1;
const log = logger('events');
const storeEveryMs = 200;
const balanceEveryMs = 1000;
const storeIdleEveryMs = 30_000;
const removeEveryMs = 300_000;
const pollMs = 1000;
const defaultMaxInFlight = 32;

export interface PostgresLogBusOptions {
  /** How long finished events stay. Default 7200 s. */
  readonly keepSeconds?: number;
}

/** The bus as a durable log in PostgreSQL; see the decision record 1. */
export class PostgresLogBus extends EventBus {
  readonly writer = new LogWriter();
  private readonly publisher: LogPublisher;
  private readonly reading: BusConnection;
  /** Holds the locks on lanes; whoever lost it can store no offset. */
  private readonly member: BusConnection;
  private readonly tail: LogTail;
  private readonly reader: LogReader;
  private readonly neighbours: BusNeighbours;
  private readonly offsets: GroupOffsetRepository;
  private readonly letters: DeadLetterRepository;
  private readonly memberships = new Set<GroupMembership>();
  private readonly stops = new Set<() => Promise<void>>();
  private readonly claimed = new Set<string>();
  private readonly timers: NodeJS.Timeout[] = [];
  private storing: NodeJS.Timeout | undefined;

  constructor(
    private readonly database: Database,
    private readonly options: PostgresLogBusOptions = {},
  ) {
    super();
    this.publisher = new LogPublisher(database, this.writer, () => this.wake());
    this.reading = new BusConnection(database, 'sightline-bus-reader', async (client) => void (await client.query(readerSettings)));
    this.member = new BusConnection(
      database,
      memberConnectionName,
      async (client) => void (await client.query(`SET synchronous_commit = off; LISTEN ${channel}`)),
      ({ payload }) => this.heard(payload),
      () => this.rejoin(),
    );
    this.reader = new LogReader(this.reading, this.writer);
    this.tail = new LogTail(this.reader, pollMs);
    this.neighbours = new BusNeighbours(this.member);
    this.offsets = new GroupOffsetRepository((query) => this.member.rows(query));
    this.letters = new DeadLetterRepository(database);
  }

  async init(): Promise<void> {
    await runMigrations(this.database, { schema: 'bus', migrations: [CreateLog1763700000000] });
    await Promise.all([this.reading.open(), this.member.open()]);
    await this.neighbours.look();
    this.neighbours.notify('present');
    this.every(balanceEveryMs, async () => {
      await this.neighbours.look();
      await Promise.all([...this.memberships].map((membership) => membership.balance(this.neighbours.present)));
    });
    this.every(storeIdleEveryMs, () => this.storeAll(true));
    this.every(removeEveryMs, async () => void (await removeOldEvents(this.database, this.options.keepSeconds ?? 7200)));
    this.database.beforeClose(() => this.destroy());
  }

  /** Finishes what is in work, stores every offset, ends the connections. */
  async destroy(): Promise<void> {
    for (const timer of this.timers.splice(0)) clearInterval(timer);
    clearTimeout(this.storing);
    await Promise.all([...this.stops].map((stop) => stop()));
    this.tail.close();
    await this.publisher.close();
    await Promise.all([this.reading.close(), this.member.close()]);
  }

  async publish(events: readonly SightlineEvent[], { durability = 'synced' }: PublishOptions = {}): Promise<void> {
    if (events.length) await this.publisher.publish(events, durability);
  }

  async subscribe(subscription: Subscription): Promise<RunningSubscription> {
    const { group, topics, maxInFlight = defaultMaxInFlight, mode = 'group', from = 'earliest' } = subscription;
    const names = mode === 'group' ? topics.map((topic) => `${group} ${topic}`) : [];
    this.claim(names);
    const delivery = new EventDelivery(subscription, (event, parkedGroup, reason) => this.letters.park(event, parkedGroup, reason));
    const consumer = new GroupConsumer(group, topics, maxInFlight, this.tail, this.reader, delivery, () => this.storeSoon());
    const membership = mode === 'group' ? new GroupMembership(consumer, this.offsets, this.member) : undefined;
    if (membership) await this.offsets.introduce(group, topics, from === 'earliest' ? logStart : await this.reader.now());
    await this.tail.add(consumer);
    if (membership) {
      await membership.join();
      this.memberships.add(membership);
    } else {
      consumer.begin(await this.reader.now());
    }
    const stop = async (): Promise<void> => {
      if (!this.stops.delete(stop)) return;
      if (membership) this.memberships.delete(membership);
      await (membership ? membership.leave() : consumer.stop());
      await this.tail.remove(consumer);
      for (const name of names) this.claimed.delete(name);
    };
    this.stops.add(stop);
    return { stop };
  }

  lag(): Promise<GroupLag[]> {
    return this.offsets.lag();
  }

  deadLetters(page: { limit: number; cursor?: string | undefined }): Promise<{ items: DeadLetter[]; nextCursor: string | null }> {
    return this.letters.page(page);
  }

  async replay(deadLetterId: string): Promise<DeadLetter> {
    // Not of this process: its number is none of the writer's, whose texts readers would take instead.
    const letter = await this.letters.replay(deadLetterId, nobodysOrigin);
    this.wake();
    return letter;
  }

  /** There are new events in the log. */
  wake(): void {
    this.tail.wake();
    this.neighbours.notify();
  }

  /** A second subscription of this process would get the same locks, and so every event twice. */
  private claim(names: readonly string[]): void {
    const taken = names.find((name) => this.claimed.has(name));
    if (taken) throw new Error(`"${taken}" (group and topic) is subscribed to already`);
    for (const name of names) this.claimed.add(name);
  }

  private heard(payload: string | undefined): void {
    this.tail.wake();
    if (payload === 'present') void this.neighbours.look().catch(() => undefined);
  }

  private rejoin(): void {
    for (const membership of this.memberships) void membership.lost();
  }

  private storeSoon(): void {
    this.storing ??= setTimeout(() => {
      this.storing = undefined;
      void this.storeAll(false);
    }, storeEveryMs);
  }

  private async storeAll(idleToo: boolean): Promise<void> {
    try {
      await storeOffsets(
        this.offsets,
        [...this.memberships].flatMap((membership) => membership.reached(idleToo)),
      );
    } catch (error) {
      log.warn({ err: error }, 'offsets could not be stored yet');
      if (this.memberships.size) this.storeSoon();
    }
  }

  private every(ms: number, work: () => Promise<void>): void {
    this.timers.push(
      setInterval(() => void work().catch((error: unknown) => log.warn({ err: error }, 'the event bus could not look after itself')), ms),
    );
  }
}
