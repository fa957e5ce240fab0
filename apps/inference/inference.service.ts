import { Injectable } from '@nestjs/common';
import { createEvent, inferenceCompleted, type DataOf, type framePreprocessed } from '@sightline/contracts';
import { EventBus } from '@sightline/events';
import { Metrics } from '@sightline/platform';
import { ModelRuntime } from '@sightline/runtime';
import { ModelLoader } from './model.loader.js';
import { PixelSource } from './pixel.source.js';
import { scoreFloor } from './score-floor.js';

/** Runs the recipe's model on a frame and says what it found. Keeps nothing. */
@Injectable()
export class InferenceService {
  private readonly duration;

  constructor(
    private readonly models: ModelLoader,
    private readonly pixels: PixelSource,
    private readonly runtime: ModelRuntime,
    private readonly bus: EventBus,
    metrics: Metrics,
  ) {
    this.duration = metrics.histogram({
      name: 'sightline_inference_seconds',
      help: 'Time to run a model on a frame, waiting for a worker left out',
      labelNames: ['model'],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    });
  }

  async infer({ frame, pixelsKey, region, quality, timingsMs }: DataOf<typeof framePreprocessed>): Promise<void> {
    const arrived = performance.now();
    const [{ name, version, sha256 }, { pixels, decodeMs }] = await Promise.all([this.models.ready(frame.recipe.body.model), this.pixels.take(pixelsKey)]);
    const preparedMs = performance.now() - arrived;
    const { detections, runMs, queueMs } = await this.runtime.run(sha256, { pixels, region, minScore: scoreFloor(frame.recipe.body) });
    this.duration.observe({ model: name }, runMs / 1000);
    const event = createEvent(inferenceCompleted, {
      cause: [frame.id, sha256],
      key: frame.inspectionId,
      source: 'inference',
      data: {
        frame,
        quality,
        model: { name, version, sha256 },
        detections,
        timingsMs: { queue: timingsMs.queue + Math.max(0, preparedMs - decodeMs) + queueMs, decode: timingsMs.decode + decodeMs, inference: runMs },
      },
    });
    await this.bus.publish([event], { durability: 'ordered' });
  }
}
