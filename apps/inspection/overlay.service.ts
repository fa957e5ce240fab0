import { Injectable } from '@nestjs/common';
import type { Inspection } from '@sightline/contracts';
import { drawOverlay } from '@sightline/overlay';
import { InputError } from '@sightline/platform';
import { ObjectStore } from '@sightline/storage';
import sharp from 'sharp';

/** Pictures of what was found. */
@Injectable()
export class OverlayService {
  constructor(private readonly store: ObjectStore) {}

  /**
   * A frame with its defects and the verdict drawn on it, PNG of the frame's own size.
   * @param frameId one of the inspection's frames; the first unless named
   * @throws InputError 404 `frame-not-found`
   */
  async draw(inspection: Inspection, frameId?: string): Promise<Buffer> {
    const frame = frameId === undefined ? inspection.frames[0] : inspection.frames.find(({ id }) => id === frameId);
    if (!frame)
      throw new InputError({
        status: 404,
        code: 'frame-not-found',
        detail: `Inspection ${inspection.id} has no frame ${frameId}; its frames are ${inspection.frames.map(({ id }) => id).join(', ')}.`,
      });
    const { width, height } = frame;
    const svg = drawOverlay({
      width,
      height,
      verdict: inspection.verdict,
      defects: inspection.defects.filter((defect) => defect.frameId === frame.id),
    });
    return sharp(await this.store.get(frame.key), { failOn: 'none' })
      .autoOrient()
      .toColourspace('srgb')
      .composite([{ input: Buffer.from(svg) }])
      .png({ compressionLevel: 3 })
      .toBuffer();
  }
}
