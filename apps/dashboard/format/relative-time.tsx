import { useSyncExternalStore } from 'react';
import { formatExact, formatRelative } from './times';

let nowMs = Date.now();
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

/** One clock for the whole page: a thousand relative times tick together. */
function subscribe(listener: () => void) {
  listeners.add(listener);
  if (!timer) nowMs = Date.now();
  timer ??= setInterval(() => {
    nowMs = Date.now();
    listeners.forEach((notify) => notify());
  }, 1000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** Relative, with the exact local time on hover. */
export function RelativeTime({ time }: { time: string }) {
  const text = useSyncExternalStore(subscribe, () => formatRelative(time, Math.max(nowMs, Date.parse(time))));
  return (
    <time dateTime={time} title={formatExact(time)}>
      {text}
    </time>
  );
}
