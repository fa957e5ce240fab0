import { Injectable } from '@nestjs/common';
import type { Frame } from '@sightline/contracts';
import { ObjectStore } from '@sightline/storage';
import { LRUCache } from 'lru-cache';
import sharp from 'sharp';

/** Thumbnails in memory, bytes: the strips of a few open pages. */
const thumbnailBytes = 16 << 20;

/** The pixels of a frame for people: as they came, or scaled down. */
@Injectable()
export class FrameImageService {
  private readonly thumbnails = new LRUCache<string, Buffer>({ maxSize: thumbnailBytes, sizeCalculation: (image) => image.length });

  constructor(private readonly store: ObjectStore) {}

  original(frame: Frame): Promise<Buffer> {
    return this.store.get(frame.key);
  }

  /** JPEG, never larger than the source. @param width px */
  async thumbnail(frame: Frame, width: number): Promise<Buffer> {
    const name = `${frame.id} ${width}`;
    const known = this.thumbnails.get(name);
    if (known) return known;
    const image = await sharp(await this.store.get(frame.key), { failOn: 'none' })
      .autoOrient()
      .resize({ width, withoutEnlargement: true })
      .flatten({ background: '#ffffff' })
      .jpeg({ quality: 80 })
      .toBuffer();
    this.thumbnails.set(name, image);
    return image;
  }
}
