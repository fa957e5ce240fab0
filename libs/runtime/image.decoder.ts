import { InputError } from '@sightline/platform';
import { decodeBmp, ImageError, type ImageHeader, type Raster, readImageHeader } from '@sightline/vision';
import sharp from 'sharp';
import type { Pixels } from './model-runtime.port.js';
import { takeBuffer } from './pixel-buffers.js';

// Frames are decoded once, so libvips' operation cache would only hold memory; one thread a decode, so that two use two cores.
sharp.cache(false);
sharp.concurrency(1);

export interface DecodeImageOptions {
  /** Width times height; more is refused before anything is decoded. */
  readonly maxPixels: number;
}

/**
 * Decodes the first frame of an image: upright (EXIF), sRGB or grey, 8-bit, transparency over white. Grey files stay one channel.
 * Damage that libvips merely warns of is an error here: pixels after it are guesses, and a verdict must not rest on them.
 * @throws InputError 413 `image-too-many-pixels`, 415 `image-type-unknown`, 422 `image-corrupt`, `image-truncated`, `image-unsupported`
 */
export async function decodeImage(bytes: Uint8Array, { maxPixels }: DecodeImageOptions): Promise<Pixels> {
  const header = headerOf(bytes);
  if (header.width * header.height > maxPixels) {
    throw new InputError({
      status: 413,
      code: 'image-too-many-pixels',
      detail: `The image has ${header.width} x ${header.height} pixels; at most ${maxPixels} in all are taken.`,
    });
  }
  const raster = header.mediaType === 'image/bmp' ? asInput(() => decodeBmp(bytes)) : await decodeBySharp(bytes, header, maxPixels);
  const shared = takeBuffer(raster.data.byteLength);
  new Uint8Array(shared).set(raster.data);
  return { data: shared, width: raster.width, height: raster.height, channels: raster.channels };
}

/** What a request that sent such bytes is answered with. */
export function imageInputError({ code, message }: ImageError): InputError {
  return new InputError({ status: code === 'image-type-unknown' ? 415 : 422, code, detail: message });
}

const headerOf = (bytes: Uint8Array): ImageHeader => asInput(() => readImageHeader(bytes));

function asInput<Value>(read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    throw error instanceof ImageError ? imageInputError(error) : error;
  }
}

async function decodeBySharp(bytes: Uint8Array, { mediaType, grey }: ImageHeader, maxPixels: number): Promise<Raster> {
  const image = sharp(bytes, {
    limitInputPixels: maxPixels,
    // TIFF writers' private tags cause harmless warnings; elsewhere a warning is damage.
    failOn: mediaType === 'image/tiff' ? 'error' : 'warning',
    sequentialRead: true,
    pages: 1,
  })
    .autoOrient()
    .flatten({ background: 'white' })
    .toColourspace(grey ? 'b-w' : 'srgb')
    .raw({ depth: 'uchar' });
  try {
    const { data, info } = await image.toBuffer({ resolveWithObject: true });
    if (info.channels !== 1 && info.channels !== 3) throw new Error(`${info.channels} channels`);
    return { data, width: info.width, height: info.height, channels: info.channels };
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
    throw new InputError({ status: 422, code: 'image-corrupt', detail: `The image cannot be decoded (${reason}): send it again.` });
  }
}
