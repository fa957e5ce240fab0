import { Inject, Injectable } from '@nestjs/common';
import { createEvent, framePreprocessed, frameRejected, type CapturedFrame, type Quality, type SightlineEvent } from '@sightline/contracts';
import { EventBus } from '@sightline/events';
import { InputError, Metrics, PermanentError, type ConfigOf } from '@sightline/platform';
import { DecodedFrames, decodeImage, type Pixels } from '@sightline/runtime';
import { ObjectStore } from '@sightline/storage';
import { fitnessOf } from './fitness.js';
import { preprocessingConfig } from './preprocessing.config.js';

/** Decodes a frame, tells whether it can be judged, and says so. Keeps nothing. */
@Injectable()
export class PreprocessingService {
  private readonly duration;
  private readonly rejected;

  constructor(
    @Inject(preprocessingConfig.token) private readonly config: ConfigOf<typeof preprocessingConfig>,
    private readonly store: ObjectStore,
    private readonly decoded: DecodedFrames,
    private readonly bus: EventBus,
    metrics: Metrics,
  ) {
    this.duration = metrics.histogram({ name: 'sightline_preprocessing_seconds', help: 'Time to decode and measure a frame', buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5] });
    this.rejected = metrics.counter({ name: 'sightline_frames_rejected_total', help: 'Frames that cannot be judged, by reason', labelNames: ['reason'] });
  }

  async preprocess(frame: CapturedFrame): Promise<void> {
    const begun = performance.now();
    const queue = Math.max(0, Date.now() - Date.parse(frame.receivedAt));
    const event = await this.judgeFitness(frame, queue, begun);
    this.duration.observe((performance.now() - begun) / 1000);
    await this.bus.publish([event], { durability: 'ordered' });
  }

  private async judgeFitness(frame: CapturedFrame, queue: number, begun: number): Promise<SightlineEvent> {
    const timingsMs = (): { queue: number; decode: number } => ({ queue, decode: performance.now() - begun });
    const reject = (reasons: { code: string; detail: string }[], quality: Quality | null): SightlineEvent => {
      for (const { code } of reasons) this.rejected.inc({ reason: code });
      return createEvent(frameRejected, { cause: [frame.id], key: frame.inspectionId, source: 'preprocessing', data: { frame, reasons, quality, timingsMs: timingsMs() } });
    };
    let pixels: Pixels;
    try {
      pixels = await this.pixelsOf(frame);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      return reject([{ code: error.code, detail: error.message }], null);
    }
    const { quality, region, reasons } = fitnessOf(pixels, frame);
    if (reasons.length) return reject(reasons, quality);
    this.decoded.put(frame.key, pixels);
    return createEvent(framePreprocessed, {
      cause: [frame.id],
      key: frame.inspectionId,
      source: 'preprocessing',
      data: { frame, pixelsKey: frame.key, region, quality, timingsMs: timingsMs() },
    });
  }

  private async pixelsOf(frame: CapturedFrame): Promise<Pixels> {
    const known = this.decoded.take(frame.key);
    if (known) return known;
    const bytes = await this.store.get(frame.key).catch((error: unknown) => {
      throw error instanceof InputError ? new PermanentError('frame-missing', `The bytes of frame ${frame.id} are not in the object store`, { cause: error }) : error;
    });
    return decodeImage(bytes, { maxPixels: this.config.SIGHTLINE_MAX_DECODE_PIXELS });
  }
}
