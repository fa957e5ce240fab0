import { GreyRows } from './grey-rows.js';
import type { Raster } from './raster.js';

/** What an image's pixels say about how it was taken. */
export interface ImageQuality {
  /** Variance of the 4-neighbour Laplacian on 8-bit grey (Pech-Pacheco et al., 2000): low means out of focus or moved. */
  readonly sharpness: number;
  /** Mean grey, 0-255. */
  readonly brightness: number;
  /** Share of pixels >= 250, 0-1. */
  readonly clippedHighlights: number;
  /** Share of pixels <= 5, 0-1. */
  readonly clippedShadows: number;
}

const highlight = 250;
const shadow = 5;
/** At least so many pixels are measured, if the frame has them; bounds the cost, which comes on top of every frame. */
const measuredPixels = 130_000;

/**
 * Measures an image on its luminance. Of frames of 0.26 Mpx and more only every n-th row is measured, evenly spread, so that
 * 0.13 to 0.26 Mpx count; the Laplacian of a measured row still uses its true neighbours above and below.
 */
export function measureQuality(image: Raster): ImageQuality {
  const { width, height } = image;
  const step = Math.max(1, Math.floor((width * height) / measuredPixels));
  const rows = new GreyRows(image);
  const sums: Sums = { pixels: 0, grey: 0, highlights: 0, shadows: 0, laplacian: 0, laplacianSquares: 0, laplacians: 0 };
  for (let y = Math.min(step >> 1, height - 1); y < height; y += step) {
    addValues(sums, rows.data, rows.start(y), width);
    if (y > 0 && y < height - 1 && width > 2) addLaplacian(sums, rows.data, rows.start(y - 1), rows.start(y), rows.start(y + 1), width);
  }
  const { pixels, laplacians } = sums;
  const mean = laplacians === 0 ? 0 : sums.laplacian / laplacians;
  return {
    sharpness: laplacians === 0 ? 0 : Math.max(0, sums.laplacianSquares / laplacians - mean * mean),
    brightness: sums.grey / pixels,
    clippedHighlights: sums.highlights / pixels,
    clippedShadows: sums.shadows / pixels,
  };
}

interface Sums {
  pixels: number;
  grey: number;
  highlights: number;
  shadows: number;
  laplacian: number;
  laplacianSquares: number;
  laplacians: number;
}

function addValues(into: Sums, data: Uint8Array, start: number, width: number): void {
  let grey = 0;
  let highlights = 0;
  let shadows = 0;
  for (let i = start; i < start + width; i++) {
    const value = data[i]!;
    grey += value;
    // Sign bits, since branches on pixel values are mispredicted.
    highlights += (highlight - 1 - value) >>> 31;
    shadows += (value - shadow - 1) >>> 31;
  }
  into.pixels += width;
  into.grey += grey;
  into.highlights += highlights;
  into.shadows += shadows;
}

/** Squares of at most 1020^2 sum up to less than 2^31 over so many columns, which keeps the arithmetic in integers. */
const exactColumns = 2000;

function addLaplacian(into: Sums, data: Uint8Array, above: number, at: number, below: number, width: number): void {
  for (let from = 1; from < width - 1; from += exactColumns) {
    const to = Math.min(from + exactColumns, width - 1);
    let sum = 0;
    let squares = 0;
    let left = data[at + from - 1]!;
    let centre = data[at + from]!;
    for (let x = from; x < to; x++) {
      const right = data[at + x + 1]!;
      const value = (data[above + x]! + data[below + x]! + left + right - (centre << 2)) | 0;
      left = centre;
      centre = right;
      sum = (sum + value) | 0;
      squares = (squares + Math.imul(value, value)) | 0;
    }
    into.laplacian += sum;
    into.laplacianSquares += squares;
  }
  into.laplacians += width - 2;
}
