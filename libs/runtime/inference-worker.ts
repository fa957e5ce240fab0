import type { Worker } from 'node:worker_threads';
import type { WorkerAnswers, WorkerCall, WorkerFailure, WorkerQuestion, WorkerReply } from './worker/worker.messages.js';
import { startWorker } from './worker/worker.location.js';

/** The thread ended with calls unanswered. */
export class WorkerDiedError extends Error {
  constructor(cause: Error) {
    super(`an inference worker died: ${cause.message}`, { cause });
    this.name = 'WorkerDiedError';
  }
}

/** A worker answered a call with a failure. */
export class WorkerFailureError extends Error {
  readonly reason: string;
  constructor({ reason, message }: WorkerFailure) {
    super(message);
    this.name = 'WorkerFailureError';
    this.reason = reason;
  }
}

interface Pending {
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** The main thread's side of one worker: questions and their answers. */
export class InferenceWorker {
  private readonly worker: Worker;
  private readonly exited: Promise<unknown>;
  private readonly pending = new Map<number, Pending>();
  private nextId = 0;
  private end: Error | null = null;

  /** @param died called once, unless the worker was stopped, after its calls were rejected */
  constructor(name: string, died: (error: Error) => void) {
    this.worker = startWorker(name);
    this.exited = new Promise((resolve) => this.worker.once('exit', resolve));
    let failure = new Error('it ended by itself');
    this.worker.on('message', (reply: WorkerReply) => this.settle(reply));
    this.worker.on('error', (error: unknown) => (failure = error instanceof Error ? error : new Error(String(error))));
    this.worker.on('exit', () => {
      const stopped = this.end !== null;
      this.end ??= failure;
      for (const { reject } of this.pending.values()) reject(new WorkerDiedError(this.end));
      this.pending.clear();
      if (!stopped) died(failure);
    });
  }

  /** How many calls wait for their answer. */
  get unanswered(): number {
    return this.pending.size;
  }

  /** @throws WorkerDiedError, WorkerFailureError */
  async call<Call extends WorkerCall>(call: Call): Promise<WorkerAnswers[Call['kind']]> {
    if (this.end) throw new WorkerDiedError(this.end);
    const id = this.nextId++;
    return new Promise((resolve, reject) => {
      this.pending.set(id, { resolve: resolve as Pending['resolve'], reject });
      this.worker.postMessage({ id, call } satisfies WorkerQuestion);
    });
  }

  /** Answers what was asked, frees the models and ends. */
  async stop(): Promise<void> {
    const stopped = this.call({ kind: 'stop' });
    this.end = new Error('it was stopped');
    // Never terminated: ending a thread inside ONNX Runtime's native code ends the whole process.
    await Promise.all([stopped.catch(() => null), this.exited]);
  }

  /** Makes the thread fail between two calls, as a defect in it would; resolves when it is gone. */
  async crash(): Promise<void> {
    this.worker.postMessage(null);
    await this.exited;
  }

  private settle(reply: WorkerReply): void {
    const pending = this.pending.get(reply.id);
    this.pending.delete(reply.id);
    if ('failure' in reply) pending?.reject(new WorkerFailureError(reply.failure));
    else pending?.resolve(reply.answer);
  }
}
