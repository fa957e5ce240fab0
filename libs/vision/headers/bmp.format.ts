import { ByteReader } from './byte-reader.js';
import { ImageError } from './image.error.js';
import { header, type ImageFormat, startsWith } from './image.format.js';

/** BI_RGB and the bit-field variants of it; run-length and embedded ones are not read. */
const uncompressed = [0, 3, 6];

/** A Windows bitmap's layout. */
export interface BmpLayout {
  readonly width: number;
  readonly height: number;
  readonly bottomUp: boolean;
  readonly bitsPerPixel: number;
  /** Byte offset of the pixels, of the palette, and of the colour masks if there are any. */
  readonly pixelsAt: number;
  readonly paletteAt: number;
  readonly paletteSize: number;
  readonly masksAt: number | null;
  /** Bytes a row, padding included. */
  readonly stride: number;
}

/** Windows bitmaps with a BITMAPINFOHEADER or later. */
export const bmpFormat: ImageFormat = {
  matches: (bytes) => startsWith(bytes, [0x42, 0x4d]),

  header(bytes) {
    const { width, height } = bmpLayout(bytes);
    return header('image/bmp', width, height);
  },

  check(bytes) {
    const { pixelsAt, stride, height } = bmpLayout(bytes);
    if (pixelsAt + stride * height > bytes.byteLength)
      throw new ImageError('image-truncated', 'The BMP ends before its pixels do: send the whole file.');
  },
};

/** @throws ImageError */
export function bmpLayout(bytes: Uint8Array): BmpLayout {
  const reader = new ByteReader(bytes, true);
  const headerBytes = reader.u32(14);
  if (headerBytes < 40 || headerBytes > 256)
    throw new ImageError('image-unsupported', 'The BMP is of a kind older than Windows 3: save it as PNG.');
  const width = reader.i32(18);
  const rows = reader.i32(22);
  const bitsPerPixel = reader.u16(28);
  const compression = reader.u32(30);
  if (![1, 4, 8, 16, 24, 32].includes(bitsPerPixel))
    throw new ImageError('image-corrupt', `The BMP states ${bitsPerPixel} bits per pixel.`);
  if (!uncompressed.includes(compression))
    throw new ImageError('image-unsupported', 'The BMP is compressed: save it uncompressed or as PNG.');
  const hasMasks = compression !== 0;
  return {
    width,
    height: Math.abs(rows),
    bottomUp: rows > 0,
    bitsPerPixel,
    pixelsAt: reader.u32(10),
    paletteAt: 14 + headerBytes + (hasMasks && headerBytes === 40 ? 12 : 0),
    paletteSize: bitsPerPixel <= 8 ? Math.min(reader.u32(46) || 2 ** bitsPerPixel, 256) : 0,
    masksAt: hasMasks ? 54 : null,
    stride: Math.ceil((width * bitsPerPixel) / 32) * 4,
  };
}
