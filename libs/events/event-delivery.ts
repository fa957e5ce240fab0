import type { DeadLetter, SightlineEvent } from '@sightline/contracts';
import { logger } from '@sightline/platform';
import type { RetryPolicy, Subscription } from './event-bus.port.js';
import type { RunOutcome } from './keyed-scheduler.js';
import { defaultRetryPolicy, reasonOf, retryDelayMs } from './retry-policy.js';

const log = logger('events');
const parkRetryMs = 1000;

/** Keeps a message that was given up. Safe to call again for the same one. */
export type Park = (event: SightlineEvent, group: string, reason: DeadLetter['reason']) => Promise<void>;

/**
 * Calls the handler and decides what follows a failure: another try, or the dead letter and its announcement. Never gives an event up
 * without having parked it. Holds for every adapter.
 */
export class EventDelivery {
  private readonly policy: RetryPolicy;
  /** Given up, and not parked and announced yet; by event, for the next try is to go on there. */
  private readonly givenUp = new WeakMap<SightlineEvent, { reason: DeadLetter['reason']; parked: boolean; announcements: number }>();

  constructor(
    private readonly subscription: Subscription,
    private readonly park: Park,
  ) {
    this.policy = { ...defaultRetryPolicy, ...subscription.retry };
  }

  async deliver(event: SightlineEvent, attempt: number): Promise<RunOutcome> {
    if (this.givenUp.has(event)) return this.giveUp(event);
    try {
      await this.subscription.handle(event, { attempt });
      return 'done';
    } catch (error) {
      const { group } = this.subscription;
      if (this.subscription.mode === 'broadcast') {
        log.error({ err: error, group, topic: event.type, event: event.id }, 'a broadcast event failed');
        return 'done';
      }
      const retryInMs = retryDelayMs(error, attempt, this.policy);
      if (retryInMs !== null) {
        log.warn(
          { err: error, group, topic: event.type, event: event.id, attempt, retryInMs: Math.round(retryInMs) },
          'an event failed and is tried again',
        );
        return { retryInMs };
      }
      const reason = reasonOf(error, attempt);
      log.error({ err: error, group, topic: event.type, event: event.id, attempt }, 'an event is given up');
      this.givenUp.set(event, { reason, parked: false, announcements: 0 });
      return this.giveUp(event);
    }
  }

  private async giveUp(event: SightlineEvent): Promise<RunOutcome> {
    const state = this.givenUp.get(event)!;
    try {
      if (!state.parked) await this.park(event, this.subscription.group, state.reason);
      state.parked = true;
    } catch (error) {
      log.error({ err: error, event: event.id }, 'a dead letter could not be parked yet');
      return { retryInMs: parkRetryMs };
    }
    try {
      await this.subscription.onDeadLetter?.(event, state.reason);
      return 'done';
    } catch (error) {
      state.announcements += 1;
      const retryInMs = retryDelayMs(error, state.announcements, this.policy);
      log.error({ err: error, event: event.id }, 'a dead letter could not be announced');
      return retryInMs === null ? 'done' : { retryInMs };
    }
  }
}
