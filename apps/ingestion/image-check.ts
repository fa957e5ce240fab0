import type { MediaType } from '@sightline/contracts';
import { InputError } from '@sightline/platform';
import { DecodedFrames, decodeImage, imageInputError } from '@sightline/runtime';
import { checkStructure, ImageError, readImageHeader } from '@sightline/vision';

export interface CheckedImage {
  readonly mediaType: MediaType;
  /** Pixels, EXIF orientation applied. */
  readonly width: number;
  readonly height: number;
}

/**
 * Finds out what the bytes are and that they are whole. JPEG is walked by its markers, which costs microseconds;
 * other formats are decoded here once, and the pixels kept for the stages that follow.
 * @throws InputError 413 or 422
 */
export async function checkImage(bytes: Buffer, key: string, maxPixels: number, decoded: DecodedFrames): Promise<CheckedImage> {
  const header = headerOf(bytes);
  if (header.width * header.height > maxPixels)
    throw new InputError({
      status: 413,
      code: 'image-too-many-pixels',
      detail: `The image has ${header.width} x ${header.height} pixels; at most ${maxPixels} in all are taken.`,
    });
  if (header.mediaType === 'image/jpeg') return header;
  const pixels = await decodeImage(bytes, { maxPixels });
  decoded.put(key, pixels);
  return { mediaType: header.mediaType, width: pixels.width, height: pixels.height };
}

function headerOf(bytes: Buffer): CheckedImage {
  try {
    const header = readImageHeader(bytes);
    checkStructure(bytes);
    return header;
  } catch (error) {
    throw error instanceof ImageError ? imageInputError(error) : error;
  }
}
