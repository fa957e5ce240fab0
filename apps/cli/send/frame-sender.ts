import { Pool, type Dispatcher } from 'undici';
import type { Server } from './server.js';

export interface Shot {
  readonly bytes: Buffer;
  readonly mediaType: string;
}

export interface Address {
  readonly camera: string;
  readonly recipe?: string;
  readonly part?: string;
}

export interface FrameAnswer {
  readonly status: number;
  /** Null: not asked for. */
  readonly retryAfterMs: number | null;
  /** Read only where it is needed: of verdicts and of problems. */
  readonly body: string;
}

const defaultRetryMs = 1000;
/** Beyond what the server was asked to wait, ms. */
const patienceMs = 30_000;

/**
 * Posts frames over kept connections. Uses undici's dispatch directly and reads no body it does not need, because it shares the
 * machine's cores with the server it measures.
 */
export class FrameSender {
  private readonly pool: Pool;
  private readonly basePath: string;
  private readonly headers: Readonly<Record<string, string>>;

  constructor(
    server: Server,
    connections: number,
    private readonly waitSeconds: number | null,
  ) {
    const { origin, pathname } = new URL(server.url);
    const timeout = (waitSeconds ?? 0) * 1000 + patienceMs;
    this.basePath = pathname.replace(/\/$/, '');
    this.pool = new Pool(origin, { connections, pipelining: 1, keepAliveTimeout: 60_000, headersTimeout: timeout, bodyTimeout: timeout });
    this.headers = { authorization: `Bearer ${server.key}`, ...(waitSeconds === null ? {} : { prefer: `wait=${waitSeconds}` }) };
  }

  /** @throws what undici throws when the connection fails */
  post(shot: Shot, { camera, recipe, part }: Address): Promise<FrameAnswer> {
    const query = `camera=${encodeURIComponent(camera)}${recipe ? `&recipe=${encodeURIComponent(recipe)}` : ''}${part ? `&part=${encodeURIComponent(part)}` : ''}`;
    return new Promise((resolve, reject) => {
      this.pool.dispatch(
        {
          method: 'POST',
          path: `${this.basePath}/v1/frames?${query}`,
          headers: { ...this.headers, 'content-type': shot.mediaType, 'content-length': String(shot.bytes.length) },
          body: shot.bytes,
        },
        new AnswerHandler(this.waitSeconds !== null, resolve, reject),
      );
    });
  }

  close(): Promise<void> {
    return this.pool.destroy();
  }
}

class AnswerHandler implements Dispatcher.DispatchHandler {
  private status = 0;
  private retryAfterMs: number | null = null;
  private chunks: Buffer[] | null = null;

  constructor(
    private readonly wantsBody: boolean,
    private readonly resolve: (answer: FrameAnswer) => void,
    private readonly reject: (error: unknown) => void,
  ) {}

  onRequestStart(): void {
    // Required of a handler; nothing to prepare.
  }

  onResponseStart(_: Dispatcher.DispatchController, status: number, headers: Record<string, string | string[] | undefined>): void {
    this.status = status;
    if (this.wantsBody || status >= 300) this.chunks = [];
    if (status === 429 || status === 503) this.retryAfterMs = retryAfterMs([headers['retry-after']].flat()[0]);
  }

  onResponseData(_: Dispatcher.DispatchController, chunk: Buffer): void {
    this.chunks?.push(chunk);
  }

  onResponseEnd(): void {
    this.resolve({ status: this.status, retryAfterMs: this.retryAfterMs, body: this.chunks ? Buffer.concat(this.chunks).toString() : '' });
  }

  onResponseError(_: Dispatcher.DispatchController, error: Error): void {
    this.reject(error);
  }
}

/** `Retry-After`: seconds or a date (RFC 9110, 10.2.3). */
export function retryAfterMs(header: string | undefined, now = Date.now()): number {
  if (!header) return defaultRetryMs;
  const ms = /^\s*\d+(\.\d+)?\s*$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now;
  return Number.isFinite(ms) ? Math.max(0, ms) : defaultRetryMs;
}
