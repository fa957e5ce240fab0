import { bmpFormat, bmpLayout, type BmpLayout } from './headers/bmp.format.js';
import { ByteReader } from './headers/byte-reader.js';
import type { Raster } from './raster.js';

/** Where 16- and 32-bit pixels keep blue, green and red unless the file says otherwise. */
const defaultMasks: Record<number, readonly [red: number, green: number, blue: number]> = {
  16: [0x7c00, 0x03e0, 0x001f],
  32: [0xff0000, 0x00ff00, 0x0000ff],
};

/**
 * Decodes an uncompressed Windows bitmap, which libvips does not read. Alpha is ignored, as viewers do.
 * @returns one channel for a grey palette, else RGB
 * @throws ImageError
 */
export function decodeBmp(bytes: Uint8Array): Raster {
  bmpFormat.header(bytes);
  bmpFormat.check(bytes);
  const layout = bmpLayout(bytes);
  if (layout.bitsPerPixel <= 8) return fromPalette(bytes, layout);
  const data = new Uint8Array(layout.width * layout.height * 3);
  if (layout.bitsPerPixel === 24) copyTriples(bytes, layout, data);
  else copyMasked(bytes, layout, data);
  return { data, width: layout.width, height: layout.height, channels: 3 };
}

const rowStart = ({ bottomUp, height, pixelsAt, stride }: BmpLayout, row: number): number =>
  pixelsAt + (bottomUp ? height - 1 - row : row) * stride;

function fromPalette(bytes: Uint8Array, layout: BmpLayout): Raster {
  const { width, height, bitsPerPixel, paletteAt, paletteSize } = layout;
  const palette = new Uint8Array(256 * 4);
  palette.set(bytes.subarray(paletteAt, Math.min(paletteAt + paletteSize * 4, layout.pixelsAt)));
  const grey = palette.every((value, index) => index % 4 === 3 || value === palette[index - (index % 4)]);
  const channels = grey ? 1 : 3;
  const data = new Uint8Array(width * height * channels);
  const perByte = 8 / bitsPerPixel;
  const mask = (1 << bitsPerPixel) - 1;
  for (let row = 0, to = 0; row < height; row++) {
    const start = rowStart(layout, row);
    for (let x = 0; x < width; x++, to += channels) {
      const shift = (perByte - 1 - (x % perByte)) * bitsPerPixel;
      const entry = ((bytes[start + Math.floor(x / perByte)]! >> shift) & mask) * 4;
      for (let channel = 0; channel < channels; channel++) data[to + channel] = palette[entry + 2 - channel]!;
    }
  }
  return { data, width, height, channels };
}

function copyTriples(bytes: Uint8Array, layout: BmpLayout, data: Uint8Array): void {
  for (let row = 0, to = 0; row < layout.height; row++) {
    for (let from = rowStart(layout, row), x = 0; x < layout.width; x++, from += 3, to += 3) {
      data[to] = bytes[from + 2]!;
      data[to + 1] = bytes[from + 1]!;
      data[to + 2] = bytes[from]!;
    }
  }
}

function copyMasked(bytes: Uint8Array, layout: BmpLayout, data: Uint8Array): void {
  const reader = new ByteReader(bytes, true);
  const { masksAt, bitsPerPixel, width, height } = layout;
  const masks = masksAt === null ? defaultMasks[bitsPerPixel]! : [reader.u32(masksAt), reader.u32(masksAt + 4), reader.u32(masksAt + 8)];
  const channels = masks.map((mask) => ({ mask, low: mask & -mask, most: (mask / ((mask & -mask) >>> 0 || 1)) >>> 0 || 1 }));
  const bytesPerPixel = bitsPerPixel / 8;
  for (let row = 0, to = 0; row < height; row++) {
    for (let from = rowStart(layout, row), x = 0; x < width; x++, from += bytesPerPixel) {
      const pixel = bytesPerPixel === 2 ? reader.u16(from) : reader.u32(from);
      for (const { mask, low, most } of channels) data[to++] = Math.round((((pixel & mask) >>> 0) / (low >>> 0 || 1) / most) * 255);
    }
  }
}
