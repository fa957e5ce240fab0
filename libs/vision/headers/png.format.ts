import { crc32 } from 'node:zlib';
import { ByteReader } from './byte-reader.js';
import { ImageError } from './image.error.js';
import { header, type ImageFormat, startsWith } from './image.format.js';
import { exifOrientation } from './tiff.format.js';

/** Chunks begin after the signature: length, type, data, CRC. */
const firstChunk = 8;
/** Samples a pixel by colour type. */
const samples: Record<number, number> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
/** Deflate cannot pack more than 1032 bytes into one (zlib's technical notes). */
const bestDeflateRatio = 1032;
const maxChunks = 100_000;

/** PNG (ISO/IEC 15948). Animated ones count as their still image, the one that is decoded. */
export const pngFormat: ImageFormat = {
  matches: (bytes) => startsWith(bytes, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),

  header(bytes) {
    const { width, height, grey } = imageHeader(new ByteReader(bytes));
    const exif = chunks(bytes, { tolerant: true }).find(({ type }) => type === 'eXIf');
    const orientation = exif ? exifOrientation(bytes.subarray(exif.at, exif.at + exif.length)) : 1;
    return header('image/png', width, height, { orientation, grey });
  },

  check(bytes) {
    const reader = new ByteReader(bytes);
    const { bits, height } = imageHeader(reader);
    if (crc32(bytes.subarray(firstChunk + 4, firstChunk + 21)) !== reader.u32(firstChunk + 21)) {
      throw new ImageError('image-corrupt', 'The PNG header is damaged: its checksum does not fit.');
    }
    const all = chunks(bytes, { tolerant: false });
    const packed = all.reduce((sum, { type, length }) => (type === 'IDAT' ? sum + length : sum), 0);
    if (packed * bestDeflateRatio < bits / 8 + height) {
      throw new ImageError(
        'image-truncated',
        `The PNG holds ${packed} bytes of pixels, too few for the size it states: send the whole file.`,
      );
    }
  },
};

function imageHeader(reader: ByteReader): { width: number; height: number; bits: number; grey: boolean } {
  if (reader.u32(firstChunk) !== 13 || reader.ascii(firstChunk + 4, 4) !== 'IHDR')
    throw new ImageError('image-corrupt', 'The PNG does not begin with its header.');
  const width = reader.u32(firstChunk + 8);
  const height = reader.u32(firstChunk + 12);
  const colourType = reader.u8(firstChunk + 17);
  const perPixel = samples[colourType];
  if (perPixel === undefined) throw new ImageError('image-corrupt', 'The PNG header names no colour type.');
  return { width, height, bits: width * height * perPixel * reader.u8(firstChunk + 16), grey: colourType === 0 || colourType === 4 };
}

interface Chunk {
  readonly type: string;
  readonly at: number;
  readonly length: number;
}

function chunks(bytes: Uint8Array, { tolerant }: { tolerant: boolean }): Chunk[] {
  const reader = new ByteReader(bytes);
  const found: Chunk[] = [];
  try {
    for (let at = firstChunk; ;) {
      if (found.length === maxChunks) throw new ImageError('image-corrupt', 'The PNG holds too many chunks.');
      const chunk = { length: reader.u32(at), type: reader.ascii(at + 4, 4), at: at + 8 };
      found.push(chunk);
      at += chunk.length + 12;
      if (at > bytes.byteLength) throw new ImageError('image-truncated', 'The PNG ends in the middle of a chunk: send the whole file.');
      if (chunk.type === 'IEND') return found;
    }
  } catch (error) {
    if (tolerant && error instanceof ImageError) return found;
    throw error;
  }
}
