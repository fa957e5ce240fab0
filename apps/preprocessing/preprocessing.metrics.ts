import { Injectable } from '@nestjs/common';
import { Metrics } from '@sightline/platform';

/** What this stage tells Prometheus. */
@Injectable()
export class PreprocessingMetrics {
  private readonly frames;
  private readonly seconds;

  constructor(metrics: Metrics) {
    this.frames = metrics.counter({
      name: 'sightline_preprocessed_frames_total',
      help: 'Frames by whether they can be judged',
      labelNames: ['outcome'],
    });
    this.seconds = metrics.histogram({
      name: 'sightline_preprocessing_seconds',
      help: 'Time per frame by step',
      labelNames: ['step'],
      buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1],
    });
  }

  done(outcome: 'fit' | 'rejected', decodeMs: number): void {
    this.frames.inc({ outcome });
    this.seconds.observe({ step: 'decode' }, decodeMs / 1000);
  }

  timeQuality<Result>(measure: () => Result): Result {
    const started = performance.now();
    const result = measure();
    this.seconds.observe({ step: 'quality' }, (performance.now() - started) / 1000);
    return result;
  }
}
