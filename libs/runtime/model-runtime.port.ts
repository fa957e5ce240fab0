import type { Detection, ModelContract } from '@sightline/contracts';

/** Decoded pixels: 8-bit, interleaved, in shared memory so that workers read them without a copy. */
export interface Pixels {
  readonly data: SharedArrayBuffer;
  readonly width: number;
  readonly height: number;
  /** 1 grey, 3 RGB. */
  readonly channels: 1 | 3;
}

export interface LoadedModel {
  readonly sha256: string;
  readonly contract: ModelContract;
}

export interface RunRequest {
  readonly pixels: Pixels;
  /** `[x, y, width, height]` of the part to judge, source pixels; null is all. */
  readonly region: readonly [number, number, number, number] | null;
  /** Detections below it are not returned; 0-1. */
  readonly minScore: number;
}

export interface RunResult {
  /** Boxes in source pixels, best first. */
  readonly detections: Detection[];
  /** What the model's run took, ms; preparation of the tensor and decoding included. */
  readonly runMs: number;
  /** How long the request waited for a free worker, ms. */
  readonly queueMs: number;
}

/** Runs models off the event loop. Adapters: ONNX Runtime in worker threads, Triton. */
export abstract class ModelRuntime {
  abstract init(): Promise<void>;
  abstract destroy(): Promise<void>;
  /** Reads an ONNX file and says how to use it. @throws InputError 422 `model-not-onnx`, `model-contract-unknown` saying what is missing */
  abstract inspect(file: string): Promise<ModelContract>;
  /** Loads and warms up; loading the same sha256 again is free. */
  abstract load(model: { sha256: string; file: string; contract: ModelContract }): Promise<LoadedModel>;
  /** @throws PermanentError `model-not-loaded`; OperationalError when a worker died and the retry failed */
  abstract run(sha256: string, request: RunRequest): Promise<RunResult>;
  abstract unload(sha256: string): Promise<void>;
}
