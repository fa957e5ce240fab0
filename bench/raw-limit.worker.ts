import * as ort from 'onnxruntime-node';
import { parentPort, workerData } from 'node:worker_threads';

/** Runs the model on one prepared tensor as often as it can; reports the runs of the counted time. */
const { model, threads, warmupMs, countMs } = workerData as { model: string; threads: number; warmupMs: number; countMs: number };
const session = await ort.InferenceSession.create(model, {
  intraOpNumThreads: threads,
  interOpNumThreads: 1,
  executionProviders: ['cpu'],
  graphOptimizationLevel: 'all',
});
const input = new ort.Tensor(
  'float32',
  Float32Array.from({ length: 3 * 640 * 640 }, (_, i) => (i % 255) / 255),
  [1, 3, 640, 640],
);
const feeds = { [session.inputNames[0]!]: input };
const warm = performance.now() + warmupMs;
while (performance.now() < warm) await session.run(feeds);
const begun = performance.now();
const times: number[] = [];
while (performance.now() - begun < countMs) {
  const start = performance.now();
  await session.run(feeds);
  times.push(performance.now() - start);
}
parentPort!.postMessage({ times, spanMs: performance.now() - begun });
