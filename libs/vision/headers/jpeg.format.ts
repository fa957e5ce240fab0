import { ByteReader } from './byte-reader.js';
import { ImageError } from './image.error.js';
import { header, type ImageFormat, type Orientation, startsWith } from './image.format.js';
import { exifOrientation } from './tiff.format.js';

const marker = { soi: 0xd8, eoi: 0xd9, sos: 0xda, app1: 0xe1 };
const endOfImage = Buffer.from([0xff, marker.eoi]);
/** Start-of-frame markers; 0xc4, 0xc8 and 0xcc between them mean other things. */
const isFrame = (code: number): boolean => code >= 0xc0 && code <= 0xcf && code !== 0xc4 && code !== 0xc8 && code !== 0xcc;
/** Markers without a length: restart intervals, TEM. */
const isBare = (code: number): boolean => (code >= 0xd0 && code <= 0xd7) || code === 0x01;

interface Segments {
  readonly width: number;
  readonly height: number;
  readonly orientation: Orientation;
  readonly grey: boolean;
  /** Where the first scan's entropy-coded bytes begin. */
  readonly scanAt: number;
}

/** JPEG (ITU-T T.81), baseline and progressive. */
export const jpegFormat: ImageFormat = {
  matches: (bytes) => startsWith(bytes, [0xff, marker.soi, 0xff]),

  header(bytes) {
    const { width, height, orientation, grey } = walk(bytes);
    return header('image/jpeg', width, height, { orientation, grey });
  },

  check(bytes) {
    const { scanAt } = walk(bytes);
    const end = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).lastIndexOf(endOfImage);
    if (end < scanAt) throw new ImageError('image-truncated', 'The JPEG ends before its pixels do: send the whole file.');
  },
};

/** Walks the segments up to the first scan. @throws ImageError */
function walk(bytes: Uint8Array): Segments {
  const reader = new ByteReader(bytes);
  let frame: { width: number; height: number; grey: boolean } | null = null;
  let orientation: Orientation = 1;
  for (let at = 2; ;) {
    if (reader.u8(at) !== 0xff) throw new ImageError('image-corrupt', 'The JPEG is damaged: a marker is missing.');
    const code = reader.u8(at + 1);
    if (code === 0xff || isBare(code)) {
      at += code === 0xff ? 1 : 2;
      continue;
    }
    if (code === marker.eoi || code === marker.soi) throw new ImageError('image-corrupt', 'The JPEG holds no pixels.');
    const length = reader.u16(at + 2);
    if (length < 2) throw new ImageError('image-corrupt', 'The JPEG is damaged: a segment has no length.');
    if (isFrame(code)) frame = { height: reader.u16(at + 5), width: reader.u16(at + 7), grey: reader.u8(at + 9) === 1 };
    if (code === marker.app1 && length > 8 && at + 2 + length <= reader.length && reader.ascii(at + 4, 6) === 'Exif\0\0') {
      orientation = exifOrientation(bytes.subarray(at + 10, at + 2 + length));
    }
    at += 2 + length;
    if (code !== marker.sos) continue;
    if (!frame) throw new ImageError('image-corrupt', 'The JPEG is damaged: it does not say its size.');
    return { ...frame, orientation, scanAt: at };
  }
}
