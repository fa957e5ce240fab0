import type { ServerResponse } from 'node:http';
import type { FeedItem } from './feed.repository.js';
import type { FeedService } from './feed.service.js';

const heartbeatMs = 15_000;
/** A reader that takes nothing for this long is cut off; it comes back with its Last-Event-ID. */
const stalledAfterMs = 30_000;

/** WHATWG HTML, 9.2: one server-sent event. */
const frameOf = ({ seq, type, body }: FeedItem): string => `id: ${seq}\nevent: ${type}\ndata: ${body}\n\n`;

/**
 * Writes the feed to a response until either side ends it. Nothing is read for a client before it has taken what was
 * written: a slow one costs a page of memory, not a queue.
 * @param seq the last number that the client has
 */
export async function streamFeed(feed: FeedService, response: ServerResponse, seq: number, signal: AbortSignal): Promise<void> {
  const heartbeat = setInterval(() => response.writableNeedDrain || response.write(':\n\n'), heartbeatMs);
  try {
    // Tells the client's proxy and page that the stream is open, and how soon to come back.
    response.write('retry: 1000\n\n');
    let last = seq;
    while (!signal.aborted) {
      const items = await feed.next(last, signal);
      if (signal.aborted) break;
      if (!response.write(items.map(frameOf).join(''))) await drained(response, signal);
      last = items.at(-1)?.seq ?? last;
    }
  } finally {
    clearInterval(heartbeat);
    response.end();
  }
}

async function drained(response: ServerResponse, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const stalled = setTimeout(() => response.destroy(), stalledAfterMs);
  response.once('drain', resolve).once('close', resolve);
  signal.addEventListener('abort', () => resolve(), { once: true });
  await promise;
  clearTimeout(stalled);
  response.off('drain', resolve).off('close', resolve);
}
