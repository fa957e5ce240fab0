import type { Metrics } from '@sightline/platform';
import type { OnnxRuntimeOptions } from './onnx.runtime.js';

/** Shares of each run as a histogram. */
export function observeRuns(metrics: Metrics): NonNullable<OnnxRuntimeOptions['onRun']> {
  const seconds = metrics.histogram({
    name: 'sightline_model_run_seconds',
    help: 'Time of a model run by share: waiting for a worker, filling the tensor, the network, decoding its output',
    labelNames: ['share'],
    buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
  });
  return (timingsMs) => {
    for (const share of ['queue', 'tensor', 'network', 'decode'] as const) seconds.observe({ share }, timingsMs[share] / 1000);
  };
}
