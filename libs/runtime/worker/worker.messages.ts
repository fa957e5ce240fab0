import type { Detection, ModelContract } from '@sightline/contracts';
import type { RunRequest } from '../model-runtime.port.js';

export interface ModelFile {
  readonly sha256: string;
  readonly file: string;
  readonly contract: ModelContract;
}

/** What the main thread asks of a worker. */
export type WorkerCall =
  | { readonly kind: 'hello' }
  | { readonly kind: 'load'; readonly model: ModelFile }
  | { readonly kind: 'unload'; readonly sha256: string }
  | { readonly kind: 'inspect'; readonly file: string }
  | { readonly kind: 'run'; readonly sha256: string; readonly request: RunRequest }
  | { readonly kind: 'stop' };

/** Shares of a run, ms. */
export interface RunTimings {
  /** Crop, resize and normalisation. */
  readonly tensor: number;
  /** The network itself. */
  readonly network: number;
  /** Reading the outputs and suppression. */
  readonly decode: number;
}

export interface WorkerRun {
  readonly detections: Detection[];
  readonly timingsMs: RunTimings;
}

/** What each call is answered with. */
export interface WorkerAnswers {
  hello: null;
  load: null;
  unload: null;
  inspect: ModelContract;
  run: WorkerRun;
  stop: null;
}

/** An error crosses threads as plain values. */
export interface WorkerFailure {
  /** `not-onnx`, `not-loadable`, `contract-unknown`, `run-failed`. */
  readonly reason: string;
  readonly message: string;
}

export interface WorkerQuestion {
  readonly id: number;
  readonly call: WorkerCall;
}

export type WorkerReply = { readonly id: number; readonly answer: unknown } | { readonly id: number; readonly failure: WorkerFailure };
