import { Injectable } from '@nestjs/common';
import { Metrics } from '@sightline/platform';

/** What this stage tells Prometheus. */
@Injectable()
export class InferenceMetrics {
  private readonly frames;
  private readonly seconds;

  constructor(metrics: Metrics) {
    this.frames = metrics.counter({
      name: 'sightline_inferred_frames_total',
      help: 'Frames that a model looked at',
      labelNames: ['model'],
    });
    this.seconds = metrics.histogram({
      name: 'sightline_inference_seconds',
      help: 'Time of the model per frame, tensor and decoding included',
      labelNames: ['model'],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
    });
  }

  done(model: string, runMs: number): void {
    this.frames.inc({ model });
    this.seconds.observe({ model }, runMs / 1000);
  }
}
