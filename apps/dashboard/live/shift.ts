import type { LiveSpan } from './live-search';

/** Hours at which a shift begins, local time: the usual three shifts. */
const shiftHours = [6, 14, 22] as const;

/** The latest begin of a shift at or before the given moment. */
export function shiftStart(now: Date): Date {
  const start = new Date(now);
  start.setMinutes(0, 0, 0);
  const hour = shiftHours.findLast((begin) => begin <= now.getHours());
  if (hour === undefined) start.setDate(start.getDate() - 1);
  start.setHours(hour ?? 22);
  return start;
}

const hourMs = 3_600_000;

/** Where the counted time begins; full minutes, so that the answers of a minute share a place in the cache. */
export function spanStart(span: LiveSpan, now: Date): Date {
  if (span === 'shift') return shiftStart(now);
  const start = new Date(now.getTime() - (span === '8h' ? 8 : 24) * hourMs);
  start.setSeconds(0, 0);
  return start;
}
