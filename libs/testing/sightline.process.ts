import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Camera, Inspection, Problem } from '@sightline/contracts';

export const checkout = path.resolve(import.meta.dirname, '../..');
const samples = path.join(checkout, 'samples/pcb');

/** The sample boards; all show defects. */
export const sampleFiles = (): string[] =>
  readdirSync(samples)
    .filter((name) => name.endsWith('_test.jpg'))
    .sort()
    .map((name) => path.join(samples, name));
export const sampleBoard = (index = 0): Buffer => readFileSync(sampleFiles()[index]!);

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

interface ProcessRow {
  pid: number;
  pgid: number;
  args: string;
}

/** The compiled product as processes of its own, on a data directory and port of its own. */
export class SightlineProcess {
  readonly adminKey = `test-${randomBytes(16).toString('hex')}`;
  /** The end of what it printed. */
  printed = '';
  private child: ChildProcess | undefined;

  private constructor(
    readonly dataDir: string,
    readonly port: number,
    private readonly environment: Record<string, string>,
  ) {}

  static async create(environment: Record<string, string> = {}): Promise<SightlineProcess> {
    return new SightlineProcess(await mkdtemp(path.join(tmpdir(), 'sightline-test-')), await freePort(), environment);
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Starts it and waits until frames can be judged. */
  async start(): Promise<this> {
    const child = this.spawn();
    for (;;) {
      if (child.exitCode !== null || child.signalCode !== null)
        throw new Error(`ended with ${child.exitCode ?? child.signalCode}:\n${this.printed}`);
      const answer = await fetch(`${this.url}/readyz`).catch(() => null);
      await answer?.body?.cancel();
      if (answer?.status === 200) return this;
      await sleep(50);
    }
  }

  /** Starts it without waiting, for starts that should fail. */
  spawn(): ChildProcess {
    const child = spawn(path.join(checkout, 'node_modules/.bin/node'), [path.join(checkout, 'dist/apps/standalone/main.js')], {
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        NODE_OPTIONS: '',
        SIGHTLINE_DATA_DIR: this.dataDir,
        SIGHTLINE_HTTP_PORT: String(this.port),
        SIGHTLINE_ADMIN_KEY: this.adminKey,
        SIGHTLINE_DEMO: 'off',
        SIGHTLINE_LOG_LEVEL: 'warn',
        ...this.environment,
      },
    });
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (text: Buffer) => (this.printed = (this.printed + text.toString()).slice(-20_000)));
    this.child = child;
    return child;
  }

  call(route: string, { key = this.adminKey, ...init }: RequestInit & { key?: string | null } = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    if (key) headers.set('authorization', `Bearer ${key}`);
    return fetch(this.url + route, { ...init, headers });
  }

  async json<T>(route: string, init?: RequestInit & { key?: string | null }): Promise<T> {
    const answer = await this.call(route, init);
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${init?.method ?? 'GET'} ${route}: ${answer.status} ${text}`);
    return JSON.parse(text) as T;
  }

  put<T>(route: string, body: unknown): Promise<T> {
    return this.json<T>(route, { method: 'PUT', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } });
  }

  putCamera(id: string, changes: Partial<Camera> = {}): Promise<Camera> {
    return this.put(`/v1/cameras/${id}`, { site: 'site', line: 'line', station: 'station', view: 'top', recipe: 'pcb', ...changes });
  }

  post(
    body: Buffer | string | FormData,
    {
      type = 'image/jpeg',
      query = 'camera=cam',
      headers = {},
      key,
    }: { type?: string | null; query?: string; headers?: Record<string, string>; key?: string | null } = {},
  ): Promise<Response> {
    return this.call(`/v1/frames?${query}`, {
      method: 'POST',
      body: Buffer.isBuffer(body) ? new Uint8Array(body) : body,
      headers: { ...(type && { 'content-type': type }), ...headers },
      ...(key !== undefined && { key }),
    });
  }

  /** Posts an image and waits for its verdict. */
  async judge(image: Buffer, options: { query?: string; type?: string } = {}): Promise<Inspection> {
    const answer = await this.post(image, { ...options, headers: { prefer: 'wait=30' } });
    const body = (await answer.json()) as { inspections: Inspection[] };
    if (answer.status !== 200) throw new Error(`${answer.status} ${JSON.stringify(body)}`);
    return body.inspections[0]!;
  }

  /** Every judged inspection, page by page. */
  async inspections(): Promise<Inspection[]> {
    const all: Inspection[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: { items: Inspection[]; nextCursor: string | null } = await this.json(
        `/v1/inspections?limit=500${cursor && `&cursor=${cursor}`}`,
      );
      all.push(...page.items);
      cursor = page.nextCursor;
    }
    return all;
  }

  /** Processes of this start and any that name the data directory. */
  processes(): ProcessRow[] {
    return execFileSync('ps', ['-eo', 'pid=,pgid=,stat=,args='], { encoding: 'utf8' })
      .trim()
      .split('\n')
      .map((row) => row.trim().split(/\s+/))
      .filter(([, , stat]) => !stat!.startsWith('Z'))
      .map(([pid, pgid, , ...args]) => ({ pid: Number(pid), pgid: Number(pgid), args: args.join(' ') }))
      .filter((row) => row.pid !== process.pid && (row.pgid === this.child?.pid || row.args.includes(this.dataDir)));
  }

  /** SIGKILL to the whole tree at once. */
  kill9(): void {
    for (const { pid } of this.processes())
      try {
        process.kill(pid, 'SIGKILL');
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
      }
  }

  /** Ctrl-C, as a terminal sends it to the group. @returns ms until no process is left */
  async interrupt(limitMs = 15_000): Promise<number> {
    const begun = Date.now();
    if (this.child?.exitCode === null && this.child.signalCode === null) process.kill(-this.child.pid!, 'SIGINT');
    while (this.processes().length) {
      if (Date.now() - begun > limitMs) throw new Error(`still running: ${JSON.stringify(this.processes())}\n${this.printed}`);
      await sleep(50);
    }
    return Date.now() - begun;
  }

  /** Ends what still runs and removes the data directory. */
  async dispose(): Promise<void> {
    this.kill9();
    while (this.processes().length) await sleep(20);
    await rm(this.dataDir, { recursive: true, force: true });
  }
}

/** The problem document of an answer, checked to be one. */
export async function problemOf(answer: Response): Promise<Problem> {
  const text = await answer.text();
  if (!answer.headers.get('content-type')?.startsWith('application/problem+json'))
    throw new Error(`${answer.status} is no problem document: ${text.slice(0, 300)}`);
  return JSON.parse(text) as Problem;
}
