import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { CliError, inOneLine } from '../failure.js';
import { imagesAt, mediaTypeOf } from '../image-files.js';
import { startProgress } from '../terminal/progress.js';
import { type Address, type FrameAnswer, FrameSender, type Shot } from './frame-sender.js';
import { playLoad } from './schedule.js';
import { serverOf } from './server.js';
import { type SendReport, Tally } from './tally.js';

export interface SendOptions {
  readonly camera: string;
  readonly recipe?: string;
  readonly url?: string;
  readonly key?: string;
  readonly rate?: number;
  readonly connections: number;
  /** Seconds to wait for each verdict. */
  readonly wait?: number | true;
  readonly count?: number;
  readonly seconds?: number;
  readonly partPrefix?: string;
}

const defaultWaitSeconds = 10;
/** A frame that is refused for longer than this counts as an error, ms. */
const giveUpMs = 60_000;
/** The same answer will come to every frame: the key, the camera or the call is wrong. */
const hopeless = new Set([400, 401, 403, 404]);

/** Plays a folder at a server. @throws CliError when nothing can be sent */
export async function send(folder: string, options: SendOptions): Promise<SendReport> {
  const shots = await readShots(folder);
  const wait = options.wait === true ? defaultWaitSeconds : (options.wait ?? null);
  const count = options.count ?? (options.seconds === undefined ? shots.length : null);
  const sender = new FrameSender(await serverOf(options), options.connections, wait);
  const progress = await startProgress(count ?? Math.ceil((options.rate ?? 0) * options.seconds!), 'frames');
  const play = new Play(sender, shots, options);
  const interrupt = (): void => play.end();
  process.once('SIGINT', interrupt);
  const cpu = process.cpuUsage();
  const start = performance.now();
  try {
    await playLoad(
      { rate: options.rate ?? null, connections: options.connections, count, seconds: options.seconds ?? null, signal: play.signal },
      async (index, since) => {
        await play.one(index, since);
        progress.step();
      },
    );
  } finally {
    process.off('SIGINT', interrupt);
    progress.stop();
    await sender.close();
  }
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  if (play.failure) throw play.failure;
  return play.tally.report(seconds, (user + system) / 1000, wait !== null);
}

async function readShots(folder: string): Promise<Shot[]> {
  const shots: Shot[] = [];
  for (const file of await imagesAt([folder])) shots.push({ bytes: await readFile(file), mediaType: mediaTypeOf(file) });
  return shots;
}

class Play {
  readonly tally = new Tally();
  failure: CliError | null = null;
  private readonly ended = new AbortController();
  readonly signal = this.ended.signal;

  constructor(
    private readonly sender: FrameSender,
    private readonly shots: readonly Shot[],
    private readonly options: SendOptions,
  ) {}

  /** Sends nothing more; what is on its way is waited for. */
  end(): void {
    this.ended.abort();
  }

  async one(index: number, since: number): Promise<void> {
    const shot = this.shots[index % this.shots.length]!;
    const { camera, recipe, partPrefix } = this.options;
    const address: Address = { camera, ...(recipe ? { recipe } : {}), ...(partPrefix ? { part: `${partPrefix}${index + 1}` } : {}) };
    try {
      this.record(await this.postUntilTaken(shot, address, since), since, shot.bytes.length);
    } catch (error) {
      this.refused(null, inOneLine(error), `The server does not answer: ${inOneLine(error)}. Is it running? Name it with --url.`);
    }
  }

  /** 429 and 503 say that nothing was taken: the frame is sent again when the server asks for it. */
  private async postUntilTaken(shot: Shot, address: Address, since: number): Promise<FrameAnswer> {
    for (;;) {
      const answer = await this.sender.post(shot, address);
      const { retryAfterMs } = answer;
      if (retryAfterMs === null || performance.now() + retryAfterMs - since > giveUpMs || this.signal.aborted) return answer;
      this.tally.retries++;
      await sleep(retryAfterMs, undefined, { signal: this.signal }).catch(() => undefined);
    }
  }

  private record({ status, body }: FrameAnswer, since: number, bytes: number): void {
    if (status >= 300) {
      const detail = problemIn(body) ?? 'no reason given';
      this.refused(status, `${status} ${detail}`, `The server answers ${status}: ${detail}`);
      return;
    }
    this.tally.accept(status, performance.now() - since, bytes);
    if (this.options.wait === undefined) return;
    for (const verdict of status === 200 ? verdictsIn(body) : ['pending']) this.tally.judged(verdict);
  }

  private refused(status: number | null, reason: string, message: string): void {
    this.tally.refuse(status, reason);
    if (this.tally.accepted > 0 || (status !== null && !hopeless.has(status))) return;
    this.failure ??= new CliError(message);
    this.end();
  }
}

function problemIn(body: string): string | null {
  try {
    return (JSON.parse(body) as { detail?: string }).detail ?? null;
  } catch {
    return null;
  }
}

const verdictsIn = (body: string): string[] =>
  (JSON.parse(body) as { inspections: { verdict: string | null }[] }).inspections.map(({ verdict }) => verdict ?? 'pending');
