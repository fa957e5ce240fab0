/** Longest that an answer may wait for its verdict, ms. */
const longestMs = 60_000;

/** `Prefer: wait=5` (RFC 7240) in ms; 0 without it. */
export function waitMsOf(prefer: string | string[] | undefined): number {
  const seconds = /(?:^|[,;\s])wait=(\d+(?:\.\d+)?)/i.exec([prefer ?? []].flat().join(','))?.[1];
  return seconds ? Math.min(Number(seconds) * 1000, longestMs) : 0;
}
