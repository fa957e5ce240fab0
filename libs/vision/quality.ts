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
/** Bounds the cost of big frames. */
const measuredPixels = 1_000_000;

/**
 * Measures an image on its luminance. Of frames of 2 Mpx and more only every n-th row is measured, evenly spread, so that
 * at most 2 Mpx count; the Laplacian of a measured row still uses its true neighbours above and below.
 */
export function measureQuality(image: Raster): ImageQuality {
  const { width, height } = image;
  const step = Math.max(1, Math.floor((width * height) / measuredPixels));
  const rows = new GreyRows(image);
  const histogram = new Uint32Array(256);
  const laplacian: Sums = { sum: 0, squares: 0, count: 0 };
  let pixels = 0;
  for (let y = Math.min(step >> 1, height - 1); y < height; y += step) {
    const at = rows.start(y);
    countValues(histogram, rows.data, at, width);
    pixels += width;
    if (y > 0 && y < height - 1 && width > 2) addLaplacian(laplacian, rows.data, rows.start(y - 1), rows.start(y), rows.start(y + 1), width);
  }
  return { sharpness: variance(laplacian), ...summarise(histogram, pixels) };
}

interface Sums {
  sum: number;
  squares: number;
  count: number;
}

const variance = ({ sum, squares, count }: Sums): number => (count === 0 ? 0 : Math.max(0, squares / count - (sum / count) ** 2));

function countValues(histogram: Uint32Array, data: Uint8Array, start: number, width: number): void {
  for (let i = start; i < start + width; i++) histogram[data[i]!]!++;
}

/** Row by row the sums stay below 2^31 up to 2,000 columns; wider rows are cut so that integer arithmetic is kept. */
const exactColumns = 2000;

function addLaplacian(into: Sums, data: Uint8Array, above: number, at: number, below: number, width: number): void {
  for (let from = 1; from < width - 1; from += exactColumns) {
    const to = Math.min(from + exactColumns, width - 1);
    let sum = 0;
    let squares = 0;
    for (let x = from; x < to; x++) {
      const value = (data[above + x]! + data[below + x]! + data[at + x - 1]! + data[at + x + 1]! - (data[at + x]! << 2)) | 0;
      sum = (sum + value) | 0;
      squares = (squares + Math.imul(value, value)) | 0;
    }
    into.sum += sum;
    into.squares += squares;
  }
  into.count += width - 2;
}

function summarise(histogram: Uint32Array, pixels: number): Omit<ImageQuality, 'sharpness'> {
  let sum = 0;
  let highlights = 0;
  let shadows = 0;
  histogram.forEach((count, value) => {
    sum += count * value;
    if (value >= highlight) highlights += count;
    if (value <= shadow) shadows += count;
  });
  return { brightness: sum / pixels, clippedHighlights: highlights / pixels, clippedShadows: shadows / pixels };
}
