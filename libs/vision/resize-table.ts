import type { Letterbox } from './letterbox.js';
import type { Raster } from './raster.js';

/**
 * Bilinear resize without anti-aliasing, pixel centres at half pixels, as OpenCV's `INTER_LINEAR` does it.
 * Separable: each source row is resized horizontally once, then two of them are mixed.
 */
export class ResizeTable {
  /** Offset of the left and right tap in a source row, and the right one's weight (0-1, over 255), by target column. */
  private readonly first: Int32Array;
  private readonly second: Int32Array;
  private readonly weight: Float32Array;
  /** The two horizontally resized rows in use, planar, and which source rows they hold. */
  private upper: Float32Array;
  private lower: Float32Array;
  private upperRow = -1;
  private lowerRow = -1;
  private readonly channels: number;

  constructor(
    source: Raster,
    private readonly fit: Letterbox,
  ) {
    const { width, region, scaleX } = fit;
    this.channels = source.channels;
    this.first = new Int32Array(width);
    this.second = new Int32Array(width);
    this.weight = new Float32Array(width);
    for (let column = 0; column < width; column++) {
      const at = tap(column, scaleX, region[2]);
      this.first[column] = (region[0] + at.first) * source.channels;
      this.second[column] = (region[0] + at.second) * source.channels;
      this.weight[column] = at.weight;
    }
    this.upper = new Float32Array(width * source.channels);
    this.lower = new Float32Array(width * source.channels);
  }

  /** Whether the table was made for this geometry. */
  fits(source: Raster, { region, width, height }: Letterbox): boolean {
    const own = this.fit;
    return (
      this.channels === source.channels &&
      own.width === width &&
      own.height === height &&
      own.region[0] === region[0] &&
      own.region[1] === region[1] &&
      own.region[2] === region[2] &&
      own.region[3] === region[3]
    );
  }

  /** Writes one target row, 0-1, plane by plane; rows must come in order from 0. */
  writeRow(source: Raster, row: number, target: Float32Array, offset: number, plane: number): void {
    const { fit, channels } = this;
    if (row === 0) this.upperRow = this.lowerRow = -1;
    const { first, second, weight } = tap(row, fit.scaleY, fit.region[3]);
    this.need(source, first, second);
    const upper = this.upper;
    const lower = second === first ? upper : this.lower;
    const { width } = fit;
    for (let channel = 0; channel < channels; channel++) {
      const from = channel * width;
      const to = offset + channel * plane;
      for (let column = 0; column < width; column++) {
        const above = upper[from + column]!;
        target[to + column] = above + (lower[from + column]! - above) * weight;
      }
    }
  }

  private need(source: Raster, first: number, second: number): void {
    if (this.upperRow !== first) {
      [this.upper, this.lower] = [this.lower, this.upper];
      [this.upperRow, this.lowerRow] = [this.lowerRow, this.upperRow];
      if (this.upperRow !== first) {
        this.resizeRow(source, first, this.upper);
        this.upperRow = first;
      }
    }
    if (second !== first && this.lowerRow !== second) {
      this.resizeRow(source, second, this.lower);
      this.lowerRow = second;
    }
  }

  private resizeRow(source: Raster, row: number, into: Float32Array): void {
    const { first, second, weight, channels, fit } = this;
    const { data } = source;
    const start = (fit.region[1] + row) * source.width * channels;
    const { width } = fit;
    for (let channel = 0; channel < channels; channel++) {
      const from = start + channel;
      const to = channel * width;
      for (let column = 0; column < width; column++) {
        const left = data[from + first[column]!]!;
        into[to + column] = (left + (data[from + second[column]!]! - left) * weight[column]!) / 255;
      }
    }
  }
}

function tap(index: number, scale: number, length: number): { first: number; second: number; weight: number } {
  const at = Math.min(Math.max((index + 0.5) * scale - 0.5, 0), length - 1);
  const first = Math.floor(at);
  return { first, second: Math.min(first + 1, length - 1), weight: at - first };
}
