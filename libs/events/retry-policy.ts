import type { DeadLetter } from '@sightline/contracts';
import type { RetryPolicy } from './event-bus.port.js';

export const defaultRetryPolicy: RetryPolicy = { maxAttempts: 8, firstDelayMs: 200, maxDelayMs: 10_000 };

/** Errors that say nothing of themselves are bugs or surprises: worth a few tries, not many. */
const attemptsOfUnknown = 3;

/**
 * What becomes of an event whose handler failed.
 * @param attempt 1 after the first failure
 * @returns the pause before the next try in ms, or null: park it
 */
export function retryDelayMs(error: unknown, attempt: number, policy: RetryPolicy): number | null {
  const { canRetry } = (error ?? {}) as { canRetry?: unknown };
  const attempts = canRetry === true ? policy.maxAttempts : canRetry === false ? 1 : Math.min(attemptsOfUnknown, policy.maxAttempts);
  if (attempt >= attempts) return null;
  const delayMs = Math.min(policy.maxDelayMs, policy.firstDelayMs * 2 ** (attempt - 1));
  // Half of it is jitter, so that what failed together does not come back together.
  return delayMs * (0.5 + Math.random() / 2);
}

export function reasonOf(error: unknown, attempts: number): DeadLetter['reason'] {
  const { code } = (error ?? {}) as { code?: unknown };
  return {
    code: typeof code === 'string' ? code : 'unexpected',
    message: error instanceof Error ? error.message : String(error),
    attempts,
  };
}
