import { texts } from '../texts';

const exact = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const day = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });
const relative = new Intl.RelativeTimeFormat(undefined, { numeric: 'always', style: 'narrow' });

export const formatExact = (time: string | number) => exact.format(new Date(time));
export const formatClock = (time: string | number) => clock.format(new Date(time));

/** The clock for today, else the day with it. */
export const formatSince = (time: string) =>
  new Date(time).toDateString() === new Date().toDateString() ? formatClock(time) : day.format(new Date(time));

/** `12s ago`, `3h ago`; older than a day the date itself. */
export function formatRelative(time: string, nowMs: number): string {
  const seconds = Math.round((Date.parse(time) - nowMs) / 1000);
  const age = -seconds;
  if (age < 2) return texts.times.now;
  if (age < 60) return relative.format(seconds, 'second');
  if (age < 3600) return relative.format(-Math.round(age / 60), 'minute');
  if (age < 86_400) return relative.format(-Math.round(age / 3600), 'hour');
  return day.format(new Date(time));
}
