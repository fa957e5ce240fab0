import type { ContractName, ModelContract } from '@sightline/contracts';
import type { Candidates, InputDetection } from '../candidates.js';

/** One output of a run. */
export interface TensorView {
  readonly data: Float32Array;
  readonly dims: readonly number[];
}

export interface TensorDescription {
  readonly name: string;
  /** ONNX Runtime's name of the element type, such as `float32`. */
  readonly type: string;
  /** A text names a symbolic dimension. */
  readonly shape: readonly (number | string)[];
}

/** What an ONNX file says about itself. */
export interface OnnxDescription {
  readonly metadata: Readonly<Record<string, string>>;
  readonly inputs: readonly TensorDescription[];
  readonly outputs: readonly TensorDescription[];
}

export interface DecodeOptions {
  /** Detections below it are dropped, 0-1. */
  readonly minScore: number;
  /** Reused between calls. */
  readonly candidates: Candidates;
}

/** Why a file that resembles a contract cannot be used with it; each entry says what to do. */
export interface Shortcoming {
  readonly missing: readonly string[];
}

/** Knows one tensor contract: how to recognise it and how to read its outputs. */
export interface Decoder {
  readonly contract: ContractName;
  /** The contract if the file keeps it, its shortcomings if it nearly does, null if it is something else. */
  readonly recognise: (model: OnnxDescription) => ModelContract | Shortcoming | null;
  /**
   * @param outputs in the order of the contract's `outputs`, batch size 1
   * @returns boxes in pixels of the model's input, best first
   */
  readonly decode: (outputs: readonly TensorView[], contract: ModelContract, options: DecodeOptions) => InputDetection[];
}
