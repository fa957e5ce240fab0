import { Injectable } from '@nestjs/common';
import { DecodedFrames, decodeImage, type Pixels } from '@sightline/runtime';
import { ObjectStore } from '@sightline/storage';

/** Where the pixels of a frame come from: what preprocessing decoded in this process, else the stored bytes, decoded again. */
@Injectable()
export class PixelSource {
  constructor(
    private readonly store: ObjectStore,
    private readonly decoded: DecodedFrames,
  ) {}

  async take(key: string): Promise<{ pixels: Pixels; decodeMs: number }> {
    const known = this.decoded.take(key);
    if (known) return { pixels: known, decodeMs: 0 };
    const begun = performance.now();
    const pixels = await decodeImage(await this.store.get(key), { maxPixels: Number.MAX_SAFE_INTEGER });
    return { pixels, decodeMs: performance.now() - begun };
  }
}
