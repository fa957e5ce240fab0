import { Controller, Get, Headers, Query, Req, Res, type OnModuleDestroy } from '@nestjs/common';
import { logger, OperationalError, parsed, parseInput, Roles } from '@sightline/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { streamFeed } from './event-stream.js';
import { FeedService } from './feed.service.js';

const log = logger('inspection');
const maxStreams = 256;

const lastIdSchema = z.coerce.number('Last-Event-ID is a number that this stream sent').int().min(0).max(Number.MAX_SAFE_INTEGER);
/** For a first connection, whose headers an EventSource cannot set. */
const querySchema = z.object({ lastEventId: lastIdSchema.optional() });

/** `GET /v1/events`: everything judged and promoted, as it happens. */
@Controller('v1/events')
@Roles('viewer')
export class EventStreamController implements OnModuleDestroy {
  private readonly streams = new Set<AbortController>();

  constructor(private readonly feed: FeedService) {}

  /** An open stream would keep the server from closing. */
  onModuleDestroy(): void {
    for (const stream of this.streams) stream.abort();
  }

  /** Begins after `Last-Event-ID`, else now. @throws OperationalError `too-many-streams` */
  @Get()
  async open(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Query(parsed(querySchema)) query: z.infer<typeof querySchema>,
    @Headers('last-event-id') header?: string,
  ): Promise<void> {
    if (this.streams.size >= maxStreams)
      throw new OperationalError('too-many-streams', `This process already feeds ${maxStreams} event streams`, { retryAfterSeconds: 10 });
    const asked = header ? parseInput(lastIdSchema, header) : query.lastEventId;
    const ending = new AbortController();
    this.streams.add(ending);
    request.raw.once('close', () => ending.abort());
    try {
      const seq = asked ?? (await this.feed.newest());
      reply.hijack();
      reply.raw.on('error', () => ending.abort()).once('close', () => ending.abort());
      reply.raw.writeHead(200, {
        ...(reply.getHeaders() as Record<string, string>),
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        // A connection that falls idle after the server began to close would keep it from closing.
        connection: 'close',
        // Keeps nginx from gathering events.
        'x-accel-buffering': 'no',
      });
      await streamFeed(this.feed, reply.raw, seq, ending.signal);
    } catch (error) {
      if (!reply.raw.headersSent) throw error;
      log.warn({ err: error }, 'an event stream broke off');
    } finally {
      this.streams.delete(ending);
    }
  }
}
