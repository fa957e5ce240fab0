import { Worker } from 'node:worker_threads';
import { bundledModel } from './images.js';
import { percentile, round } from './machine.js';

interface Run {
  times: number[];
  spanMs: number;
}

/** ONNX Runtime alone on prepared tensors: what these cores can do at most. */
export async function measureRawLimit(
  countMs: number,
): Promise<{ imagesPerSecond: number; p50Ms: number; p95Ms: number; settings: string; all: Record<string, number> }> {
  const settings = { '1 session x 2 threads': [1, 2], '2 sessions x 1 thread': [2, 1] } as const;
  const measured = [];
  for (const [name, [sessions, threads]] of Object.entries(settings)) {
    const runs = await Promise.all(Array.from({ length: sessions }, () => runWorker(threads, countMs)));
    const times = runs.flatMap((run) => run.times);
    measured.push({
      settings: name,
      imagesPerSecond: round(runs.reduce((sum, run) => sum + (run.times.length / run.spanMs) * 1000, 0)),
      p50Ms: round(percentile(times, 0.5)),
      p95Ms: round(percentile(times, 0.95)),
    });
  }
  const best = measured.reduce((a, b) => (b.imagesPerSecond > a.imagesPerSecond ? b : a));
  return { ...best, all: Object.fromEntries(measured.map((m) => [m.settings, m.imagesPerSecond])) };
}

function runWorker(threads: number, countMs: number): Promise<Run> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./raw-limit.worker.js', import.meta.url), {
      workerData: { model: bundledModel, threads, warmupMs: 1500, countMs },
    });
    worker.once('message', resolve).once('error', reject);
  });
}
