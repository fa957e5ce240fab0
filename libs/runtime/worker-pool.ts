import { OperationalError } from '@sightline/platform';
import { setTimeout as sleep } from 'node:timers/promises';
import { InferenceWorker, WorkerDiedError } from './inference-worker.js';
import type { ModelFile, WorkerRun } from './worker/worker.messages.js';
import type { RunRequest } from './model-runtime.port.js';

/** Runs a worker may hold: the one it works on and the one it goes on with, so that it never waits for the main thread. */
const runsPerWorker = 2;
const maxAttempts = 2;
/** A worker that cannot even start is not restarted in a tight loop. */
const restartDelayMs = 500;

interface Job {
  readonly sha256: string;
  readonly request: RunRequest;
  readonly resolve: (run: WorkerRun) => void;
  readonly reject: (error: Error) => void;
  attempts: number;
}

interface Slot {
  worker: InferenceWorker;
  /** Models are loaded; runs may come. */
  ready: boolean;
  /** In work, oldest first. */
  readonly jobs: Job[];
}

/** Workers that share one first-in-first-out queue of runs; a dead one is replaced and what it worked on is tried once more. */
export class WorkerPool {
  private slots: Slot[] = [];
  private readonly waiting: Job[] = [];
  private readonly models = new Map<string, ModelFile>();
  private stopping = false;

  constructor(
    private readonly size: number,
    private readonly log: { warn(fields: object, message: string): void },
  ) {}

  /** @throws WorkerDiedError when a worker cannot start */
  async start(): Promise<void> {
    this.slots = Array.from({ length: this.size }, (_, index) => ({ worker: this.spawn(index), ready: false, jobs: [] }));
    await Promise.all(this.slots.map((slot) => this.prepare(slot)));
  }

  get queueLength(): number {
    return this.waiting.length;
  }

  /** Loads a model in every worker. */
  async load(model: ModelFile): Promise<void> {
    this.models.set(model.sha256, model);
    try {
      await Promise.all(this.slots.map(({ worker }) => worker.call({ kind: 'load', model })));
    } catch (error) {
      await this.unload(model.sha256);
      throw error;
    }
  }

  async unload(sha256: string): Promise<void> {
    this.models.delete(sha256);
    await Promise.allSettled(this.slots.map(({ worker }) => worker.call({ kind: 'unload', sha256 })));
  }

  /** The worker with the least to do. */
  idlest(): InferenceWorker {
    return this.slots.toSorted((a, b) => a.worker.unanswered - b.worker.unanswered)[0]!.worker;
  }

  /** @throws OperationalError, WorkerFailureError */
  run(sha256: string, request: RunRequest): Promise<WorkerRun> {
    return new Promise((resolve, reject) => {
      if (this.stopping) return reject(stopped());
      this.waiting.push({ sha256, request, resolve, reject, attempts: 0 });
      this.dispatch();
    });
  }

  /** Finishes what workers hold and refuses what waits. */
  async stop(): Promise<void> {
    this.stopping = true;
    for (const job of this.waiting.splice(0)) job.reject(stopped());
    await Promise.all(this.slots.map(({ worker }) => worker.stop()));
  }

  /** Makes one worker fail; for tests of what follows. */
  async crashWorker(index: number): Promise<void> {
    await this.slots[index]?.worker.crash();
  }

  private dispatch(): void {
    while (this.waiting.length > 0) {
      const free = this.slots.filter(({ ready, jobs }) => ready && jobs.length < runsPerWorker);
      if (free.length === 0) return;
      const slot = free.reduce((best, next) => (next.jobs.length < best.jobs.length ? next : best));
      void this.give(slot, this.waiting.shift()!);
    }
  }

  private async give(slot: Slot, job: Job): Promise<void> {
    slot.jobs.push(job);
    try {
      job.resolve(await slot.worker.call({ kind: 'run', sha256: job.sha256, request: job.request }));
    } catch (error) {
      // What a dead worker held was taken back when it died.
      if (!(error instanceof WorkerDiedError) || this.stopping) job.reject(error as Error);
    }
    const at = slot.jobs.indexOf(job);
    if (at >= 0) slot.jobs.splice(at, 1);
    this.dispatch();
  }

  private spawn(index: number): InferenceWorker {
    return new InferenceWorker(`inference-${index}`, (error) => void this.replace(index, error));
  }

  private async prepare(slot: Slot): Promise<void> {
    await slot.worker.call({ kind: 'hello' });
    await Promise.all([...this.models.values()].map((model) => slot.worker.call({ kind: 'load', model }).catch(ignoreUnlessDead)));
    slot.ready = true;
    this.dispatch();
  }

  private async replace(index: number, cause: Error): Promise<void> {
    const slot = this.slots[index];
    if (!slot || this.stopping) return;
    this.log.warn({ err: cause, worker: index }, 'an inference worker died and is replaced');
    const couldStart = slot.ready;
    slot.ready = false;
    this.takeBack(slot, cause);
    if (!couldStart) await sleep(restartDelayMs);
    if (this.stopping) return;
    slot.worker = this.spawn(index);
    // When this one dies as well, its own replacement follows.
    await this.prepare(slot).catch(() => undefined);
  }

  /** Queues a dead worker's runs again, ahead of the others; the one it worked on counts as tried. */
  private takeBack(slot: Slot, cause: Error): void {
    const jobs = slot.jobs.splice(0);
    if (jobs[0]) jobs[0].attempts++;
    const [lost, again] = [jobs.filter(({ attempts }) => attempts >= maxAttempts), jobs.filter(({ attempts }) => attempts < maxAttempts)];
    for (const job of lost)
      job.reject(new OperationalError('inference-worker-died', `The worker died twice on this frame: ${cause.message}`));
    this.waiting.unshift(...again);
    this.dispatch();
  }
}

function ignoreUnlessDead(error: unknown): void {
  if (error instanceof WorkerDiedError) throw error;
}

const stopped = (): OperationalError => new OperationalError('runtime-stopped', 'The model runtime is shutting down.');
