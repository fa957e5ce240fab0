import { bmpFormat } from './headers/bmp.format.js';
import { ImageError } from './headers/image.error.js';
import type { ImageFormat, ImageHeader } from './headers/image.format.js';
import { jpegFormat } from './headers/jpeg.format.js';
import { pngFormat } from './headers/png.format.js';
import { tiffFormat } from './headers/tiff.format.js';
import { webpFormat } from './headers/webp.format.js';

const formats: readonly ImageFormat[] = [jpegFormat, pngFormat, webpFormat, tiffFormat, bmpFormat];

/**
 * Reads kind, size, orientation and number of frames from an image's own bytes, whatever its sender calls it. Decodes nothing.
 * @throws ImageError
 */
export function readImageHeader(bytes: Uint8Array): ImageHeader {
  return formatOf(bytes).header(bytes);
}

/**
 * Finds files that were cut off or whose structure is damaged without decoding them; bytes after the end are tolerated.
 * Damage inside the compressed pixels only shows when they are decoded.
 * @throws ImageError
 */
export function checkStructure(bytes: Uint8Array): void {
  formatOf(bytes).check(bytes);
}

function formatOf(bytes: Uint8Array): ImageFormat {
  const format = formats.find(({ matches }) => matches(bytes));
  if (!format) throw new ImageError('image-type-unknown', 'The bytes are no JPEG, PNG, WebP, TIFF or BMP image: send one of these.');
  return format;
}
