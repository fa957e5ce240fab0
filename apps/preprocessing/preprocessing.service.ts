import { Inject, Injectable } from '@nestjs/common';
import { createEvent, framePreprocessed, frameRejected, type CapturedFrame, type DataOf, type Quality } from '@sightline/contracts';
import { EventBus } from '@sightline/events';
import { fitnessOf } from '@sightline/judging';
import { InputError, PermanentError, type ConfigOf } from '@sightline/platform';
import { DecodedFrames, decodeImage, type Pixels, runtimeConfig } from '@sightline/runtime';
import { ObjectStore } from '@sightline/storage';
import { measureQuality } from '@sightline/vision';
import { PreprocessingMetrics } from './preprocessing.metrics.js';

const source = 'preprocessing';

/** Decodes frames, measures them and tells whether they can be judged. Changes no pixel, so the source's key is passed on. */
@Injectable()
export class PreprocessingService {
  constructor(
    private readonly bus: EventBus,
    private readonly store: ObjectStore,
    private readonly decoded: DecodedFrames,
    private readonly metrics: PreprocessingMetrics,
    @Inject(runtimeConfig.token) private readonly config: ConfigOf<typeof runtimeConfig>,
  ) {}

  /** Publishes one `frame.preprocessed` or `frame.rejected`. @throws PermanentError `frame-missing` when its bytes are gone */
  async preprocess(frame: CapturedFrame): Promise<void> {
    const queue = Math.max(0, Date.now() - Date.parse(frame.receivedAt));
    await this.decoded.room();
    const started = performance.now();
    const pixels = await this.pixelsOf(frame);
    const timingsMs = { queue, decode: performance.now() - started };
    if ('code' in pixels) return this.reject({ frame, reasons: [pixels], quality: null, timingsMs });
    const quality = this.measure(pixels);
    const { region, reasons } = fitnessOf(frame, quality, frame.recipe.body);
    if (reasons.length > 0) return this.reject({ frame, reasons, quality, timingsMs });
    this.decoded.put(frame.key, pixels);
    const data = { frame, pixelsKey: frame.key, region, quality, timingsMs };
    this.metrics.done('fit', timingsMs.decode);
    await this.bus.publish([createEvent(framePreprocessed, { cause: [frame.id], key: frame.inspectionId, source, data })], {
      durability: 'ordered',
    });
  }

  private async reject(data: DataOf<typeof frameRejected>): Promise<void> {
    const { frame } = data;
    this.metrics.done('rejected', data.timingsMs.decode);
    await this.bus.publish([createEvent(frameRejected, { cause: [frame.id], key: frame.inspectionId, source, data })], {
      durability: 'ordered',
    });
  }

  private async pixelsOf({ id, key }: CapturedFrame): Promise<Pixels | { code: string; detail: string }> {
    // Taken, not looked at: pixels have one owner at a time, so that inference of an earlier delivery cannot recycle these.
    const known = this.decoded.take(key);
    if (known) return known;
    const bytes = await this.store.get(key).catch((error: unknown) => {
      throw error instanceof InputError
        ? new PermanentError('frame-missing', `The bytes of frame ${id} are gone from the object store.`, { cause: error })
        : error;
    });
    try {
      return await decodeImage(bytes, { maxPixels: this.config.SIGHTLINE_MAX_FRAME_PIXELS });
    } catch (error) {
      if (error instanceof InputError) return { code: error.code, detail: error.message };
      throw error;
    }
  }

  private measure({ data, width, height, channels }: Pixels): Quality {
    return this.metrics.timeQuality(() => measureQuality({ data: new Uint8Array(data), width, height, channels }));
  }
}
