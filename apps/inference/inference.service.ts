import { Inject, Injectable } from '@nestjs/common';
import { createEvent, inferenceCompleted, type DataOf, type framePreprocessed, type ModelVersion } from '@sightline/contracts';
import { EventBus } from '@sightline/events';
import { scoreFloor } from '@sightline/judging';
import { InputError, PermanentError, type ConfigOf } from '@sightline/platform';
import { DecodedFrames, decodeImage, ModelRuntime, type Pixels, recyclePixels, runtimeConfig } from '@sightline/runtime';
import { ObjectStore } from '@sightline/storage';
import { InferenceMetrics } from './inference.metrics.js';
import { LoadedModels } from './loaded-models.js';

/** Runs the model of a frame's recipe and publishes what it found. */
@Injectable()
export class InferenceService {
  constructor(
    private readonly bus: EventBus,
    private readonly store: ObjectStore,
    private readonly runtime: ModelRuntime,
    private readonly decoded: DecodedFrames,
    private readonly models: LoadedModels,
    private readonly metrics: InferenceMetrics,
    @Inject(runtimeConfig.token) private readonly config: ConfigOf<typeof runtimeConfig>,
  ) {
    decoded.expectTaker();
  }

  /**
   * Publishes one `inference.completed` with every detection that the recipe may do something with.
   * @param publishedAt when the frame was handed over, ms since the epoch
   * @throws PermanentError `model-unknown`, `model-load-failed`, `model-run-failed`, `frame-missing`; OperationalError
   */
  async infer({ frame, pixelsKey, region, quality, timingsMs }: DataOf<typeof framePreprocessed>, publishedAt: number): Promise<void> {
    const waited = Math.max(0, Date.now() - publishedAt);
    const kept = this.decoded.take(pixelsKey);
    const model = await this.models.use(frame.recipe.body.model);
    const started = performance.now();
    const pixels = kept ?? (await this.decode(pixelsKey));
    const decode = kept ? 0 : performance.now() - started;
    const { detections, queueMs, runMs } = await this.runtime.run(model.sha256, {
      pixels,
      region,
      minScore: scoreFloor(frame.recipe.body),
    });
    recyclePixels(pixels);
    this.metrics.done(model.name, runMs);
    const timings = { queue: timingsMs.queue + waited + queueMs, decode: timingsMs.decode + decode, inference: runMs };
    const data = { frame, quality, model: used(model), detections, timingsMs: timings };
    const event = createEvent(inferenceCompleted, { cause: [frame.id, model.sha256], key: frame.inspectionId, source: 'inference', data });
    await this.bus.publish([event], { durability: 'ordered' });
  }

  private async decode(key: string): Promise<Pixels> {
    try {
      return await decodeImage(await this.store.get(key), { maxPixels: this.config.SIGHTLINE_MAX_FRAME_PIXELS });
    } catch (error) {
      // Preprocessing could read these bytes, so they were changed or removed since.
      throw error instanceof InputError
        ? new PermanentError('frame-missing', `The bytes at ${key} cannot be read any more: ${error.message}`, { cause: error })
        : error;
    }
  }
}

const used = ({ name, version, sha256 }: ModelVersion): DataOf<typeof inferenceCompleted>['model'] => ({ name, version, sha256 });
