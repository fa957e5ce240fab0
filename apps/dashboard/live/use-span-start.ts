import { useEffect, useState } from 'react';
import type { LiveSpan } from './live-search';
import { spanStart } from './shift';

const minuteMs = 60_000;

/** Begin of the counted time as ISO time; moves on by itself. */
export function useSpanStart(span: LiveSpan): string {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), minuteMs);
    return () => clearInterval(timer);
  }, []);
  return spanStart(span, now).toISOString();
}
