import type { ModelContract } from '@sightline/contracts';
import { recogniseContract, type TensorDescription } from '@sightline/vision';
import { InferenceSession } from 'onnxruntime-node';
import { readOnnxMetadata } from '../onnx-metadata.reader.js';
import { sessionOptions } from './session-options.js';

/** ONNX Runtime does not load the file, although it is ONNX. */
export class NotLoadableError extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'NotLoadableError';
  }
}

/** Opens an ONNX file once and finds its contract. @throws NotOnnxError, NotLoadableError, UnknownContractError */
export async function inspectOnnx(file: string): Promise<ModelContract> {
  const metadata = await readOnnxMetadata(file);
  const session = await open(file);
  try {
    return recogniseContract({ metadata, inputs: session.inputMetadata.map(describe), outputs: session.outputMetadata.map(describe) });
  } finally {
    await session.release();
  }
}

async function open(file: string): Promise<InferenceSession> {
  try {
    // Nothing runs here, so nothing is worth optimising.
    return await InferenceSession.create(file, { ...sessionOptions, graphOptimizationLevel: 'disabled' });
  } catch (error) {
    throw new NotLoadableError(error instanceof Error ? error.message.replaceAll(file, 'the file') : String(error));
  }
}

const describe = (value: InferenceSession.ValueMetadata): TensorDescription =>
  value.isTensor ? { name: value.name, type: value.type, shape: value.shape } : { name: value.name, type: 'not a tensor', shape: [] };
