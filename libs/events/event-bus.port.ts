import type { DeadLetter, SightlineEvent } from '@sightline/contracts';
import type { QueryRunner } from 'typeorm';

export interface Subscription {
  /** Consumers of one group share its events; each group sees every event. */
  readonly group: string;
  /** Event names. */
  readonly topics: readonly string[];
  /** Called once an event; resolves when its work is finished. A rejection is retried when its `canRetry` says so, else parked. */
  readonly handle: (event: SightlineEvent, delivery: Delivery) => Promise<void>;
  /** How many events may be in work at a time; events of one key never overlap. Default 32. */
  readonly maxInFlight?: number;
  /** `group`: share and remember the offset (default). `broadcast`: this process sees every event from now on, nothing is remembered, failures are logged only. */
  readonly mode?: 'group' | 'broadcast';
  /** Where a group that is new begins. Default `earliest`. */
  readonly from?: 'earliest' | 'latest';
  readonly retry?: Partial<RetryPolicy>;
  /** Told after a message was parked, so that a stage can announce `stage.failed`; awaited before the offset advances. */
  readonly onDeadLetter?: (event: SightlineEvent, reason: DeadLetter['reason']) => Promise<void>;
}

export interface Delivery {
  /** 1 at the first try. */
  readonly attempt: number;
}

export interface RetryPolicy {
  /** Tries in all before an error that can be retried is parked. */
  readonly maxAttempts: number;
  readonly firstDelayMs: number;
  readonly maxDelayMs: number;
}

export interface RunningSubscription {
  /** Takes nothing new, finishes what is in flight, advances the offset. */
  stop(): Promise<void>;
}

export interface GroupLag {
  readonly group: string;
  readonly topic: string;
  /** Events published and not yet finished by the group. */
  readonly lag: number;
}

/**
 * At-least-once, ordered per key, durable. Two adapters (Postgres log, Kafka) pass one contract suite.
 * `publish` resolves once the events are durable for the purposes of the bus; see `PublishOptions.durability`.
 */
export abstract class EventBus {
  /** Connects, and makes what the log needs. */
  abstract init(): Promise<void>;
  /** Stops every subscription as `RunningSubscription.stop` does, then lets go of everything. Safe to call again. */
  abstract destroy(): Promise<void>;
  /** All of the events or none, in their order. @throws OperationalError when nothing was published, or nobody can tell */
  abstract publish(events: readonly SightlineEvent[], options?: PublishOptions): Promise<void>;
  /** Resolves once events can come. @throws Error when this process has subscribed the group to one of the topics already */
  abstract subscribe(subscription: Subscription): Promise<RunningSubscription>;
  /** By group and topic; a group stays listed when none of its consumers runs. */
  abstract lag(): Promise<GroupLag[]>;
  /** Parked messages, newest first. Throws InputError 400 `invalid-cursor`. */
  abstract deadLetters(page: { limit: number; cursor?: string | undefined }): Promise<{ items: DeadLetter[]; nextCursor: string | null }>;
  /** Publishes the parked event to its group again. Throws InputError 404 when there is none. */
  abstract replay(deadLetterId: string): Promise<DeadLetter>;
}

export interface PublishOptions {
  /**
   * `synced` (default): survives a crash of everything once resolved.
   * `ordered`: may be lost by a crash, but only together with everything after it, the consumer's offset included;
   * right for hot stages, which would then simply do the work again.
   */
  readonly durability?: 'synced' | 'ordered';
}

/** Announces state changes in the transaction that makes them: subscribers hear only what is committed. */
export abstract class Outbox {
  /** Adds events to the transaction of `runner`; they reach the bus if and only if it commits. */
  abstract add(runner: QueryRunner, events: readonly SightlineEvent[]): Promise<void>;
}
