export { DecodedFrames } from './decoded-frames.js';
export { decodeImage, imageInputError } from './image.decoder.js';
export type { DecodeImageOptions } from './image.decoder.js';
export { ModelRuntime } from './model-runtime.port.js';
export type { LoadedModel, Pixels, RunRequest, RunResult } from './model-runtime.port.js';
export { OnnxRuntime } from './onnx.runtime.js';
export type { OnnxRuntimeOptions } from './onnx.runtime.js';
export { runtimeConfig } from './runtime.config.js';
export { RuntimeModule } from './runtime.module.js';
