import { pick } from '../app/search';

export const liveSpans = ['shift', '8h', '24h'] as const;
export type LiveSpan = (typeof liveSpans)[number];

export interface LiveSearch {
  /** The line shown in full; absent: the only one, or all of them side by side. */
  line?: string;
  span?: LiveSpan;
}

export function parseLiveSearch(search: Record<string, unknown>): LiveSearch {
  const { line, span } = pick(search, ['line', 'span']);
  return { ...(line ? { line } : {}), ...(liveSpans.includes(span as LiveSpan) ? { span: span as LiveSpan } : {}) };
}
