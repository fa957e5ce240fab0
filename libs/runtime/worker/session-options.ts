import type { InferenceSession } from 'onnxruntime-node';

/** One core a session: workers, not ONNX Runtime's own threads, use the other cores. */
export const sessionOptions: InferenceSession.SessionOptions = {
  executionProviders: ['cpu'],
  graphOptimizationLevel: 'all',
  executionMode: 'sequential',
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  // Errors only: a model's author hears of warnings elsewhere.
  logSeverityLevel: 3,
};
