import { ByteReader } from './byte-reader.js';
import { ImageError } from './image.error.js';
import { header, type ImageFormat, type Orientation, startsWith } from './image.format.js';
import { exifOrientation } from './tiff.format.js';

const riff = [0x52, 0x49, 0x46, 0x46];
const webp = [0x57, 0x45, 0x42, 0x50];
const maxChunks = 10_000;

/** WebP (RFC 9649): lossy, lossless, extended, animated. */
export const webpFormat: ImageFormat = {
  matches: (bytes) => startsWith(bytes, riff) && startsWith(bytes, webp, 8),

  header(bytes) {
    const reader = new ByteReader(bytes, true);
    const size = canvas(reader);
    let frames = 0;
    let orientation: Orientation = 1;
    for (const { type, at, length } of chunks(reader)) {
      if (type === 'ANMF') frames++;
      if (type === 'EXIF') orientation = exifOrientation(withoutPrefix(bytes.subarray(at, at + length)));
    }
    return header('image/webp', size.width, size.height, { orientation, frames });
  },

  check(bytes) {
    if (new ByteReader(bytes, true).u32(4) + 8 > bytes.byteLength) {
      throw new ImageError('image-truncated', 'The WebP ends before its pixels do: send the whole file.');
    }
  },
};

function canvas(reader: ByteReader): { width: number; height: number } {
  const kind = reader.ascii(12, 4);
  if (kind === 'VP8X') return { width: (reader.u32(24) & 0xffffff) + 1, height: (reader.u32(26) >>> 8) + 1 };
  if (kind === 'VP8 ') return { width: reader.u16(26) & 0x3fff, height: reader.u16(28) & 0x3fff };
  if (kind !== 'VP8L') throw new ImageError('image-corrupt', 'The WebP does not say its size.');
  const packed = reader.u32(21);
  return { width: (packed & 0x3fff) + 1, height: ((packed >>> 14) & 0x3fff) + 1 };
}

function* chunks(reader: ByteReader): Generator<{ type: string; at: number; length: number }> {
  for (let at = 12, count = 0; at + 8 <= reader.length && count < maxChunks; count++) {
    const length = reader.u32(at + 4);
    yield { type: reader.ascii(at, 4), at: at + 8, length };
    at += 8 + length + (length & 1);
  }
}

/** Some writers put JPEG's `Exif\0\0` before the block. */
const withoutPrefix = (exif: Uint8Array): Uint8Array => (startsWith(exif, [0x45, 0x78, 0x69, 0x66, 0, 0]) ? exif.subarray(6) : exif);
