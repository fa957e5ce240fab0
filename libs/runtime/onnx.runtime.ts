import type { ModelContract } from '@sightline/contracts';
import { InputError, logger, OperationalError, PermanentError } from '@sightline/platform';
import { WorkerDiedError, WorkerFailureError } from './inference-worker.js';
import { type LoadedModel, ModelRuntime, type RunRequest, type RunResult } from './model-runtime.port.js';
import { WorkerPool } from './worker-pool.js';
import type { ModelFile, RunTimings } from './worker/worker.messages.js';

export interface OnnxRuntimeOptions {
  /** Threads, each with its own copy of every loaded model; one a core is best. */
  readonly workers: number;
  /** Told after each run. */
  readonly onRun?: (timingsMs: RunTimings & { readonly queue: number }) => void;
}

const adviceNotOnnx = 'Send a file exported as ONNX, such as by yolo export format=onnx.';

/** ONNX Runtime on the CPU, one single-threaded session a worker thread and model. */
export class OnnxRuntime extends ModelRuntime {
  private readonly pool: WorkerPool;
  private readonly loads = new Map<string, Promise<LoadedModel>>();

  constructor(private readonly options: OnnxRuntimeOptions) {
    super();
    this.pool = new WorkerPool(options.workers, logger('runtime'));
  }

  async init(): Promise<void> {
    try {
      await this.pool.start();
    } catch (error) {
      throw new OperationalError('runtime-cannot-start', `Inference workers do not start: ${messageOf(error)}`, { cause: error });
    }
  }

  async destroy(): Promise<void> {
    await this.pool.stop();
  }

  /** Runs that wait for a worker. */
  get queueLength(): number {
    return this.pool.queueLength;
  }

  override async inspect(file: string): Promise<ModelContract> {
    try {
      return await this.pool.idlest().call({ kind: 'inspect', file });
    } catch (error) {
      throw inspectionError(error);
    }
  }

  override load(model: ModelFile): Promise<LoadedModel> {
    const known = this.loads.get(model.sha256);
    if (known) return known;
    const load = this.loadEverywhere(model);
    this.loads.set(model.sha256, load);
    load.catch(() => this.loads.delete(model.sha256));
    return load;
  }

  override async run(sha256: string, request: RunRequest): Promise<RunResult> {
    if (!this.loads.has(sha256)) throw new PermanentError('model-not-loaded', `Model ${short(sha256)} is not loaded.`);
    const asked = performance.now();
    try {
      const { detections, timingsMs } = await this.pool.run(sha256, request);
      const runMs = timingsMs.tensor + timingsMs.network + timingsMs.decode;
      const queueMs = Math.max(0, performance.now() - asked - runMs);
      this.options.onRun?.({ ...timingsMs, queue: queueMs });
      return { detections, runMs, queueMs };
    } catch (error) {
      if (error instanceof WorkerFailureError)
        throw new PermanentError('model-run-failed', `Model ${short(sha256)} failed on a frame: ${error.message}`, { cause: error });
      throw error;
    }
  }

  override async unload(sha256: string): Promise<void> {
    this.loads.delete(sha256);
    await this.pool.unload(sha256);
  }

  /** Makes one worker fail; for tests of what follows. */
  async crashWorker(index: number): Promise<void> {
    await this.pool.crashWorker(index);
  }

  private async loadEverywhere(model: ModelFile): Promise<LoadedModel> {
    try {
      await this.pool.load(model);
      return { sha256: model.sha256, contract: model.contract };
    } catch (error) {
      if (error instanceof WorkerDiedError)
        throw new OperationalError('model-load-interrupted', `A worker died while it loaded model ${short(model.sha256)}.`, {
          cause: error,
        });
      throw new PermanentError('model-load-failed', `Model ${short(model.sha256)} does not load: ${messageOf(error)}`, { cause: error });
    }
  }
}

function inspectionError(error: unknown): Error {
  if (error instanceof WorkerDiedError) return new OperationalError('inference-worker-died', error.message, { cause: error });
  if (!(error instanceof WorkerFailureError)) return error as Error;
  switch (error.reason) {
    case 'not-onnx':
      return new InputError({
        status: 422,
        code: 'model-not-onnx',
        detail: `The file is no ONNX model (${error.message}). ${adviceNotOnnx}`,
      });
    case 'not-loadable':
      return new InputError({ status: 422, code: 'model-not-loadable', detail: `ONNX Runtime cannot load the model: ${error.message}` });
    case 'contract-unknown':
      return new InputError({ status: 422, code: 'model-contract-unknown', detail: error.message });
    default:
      return error;
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
const short = (sha256: string): string => sha256.slice(0, 12);
