import type { BoxTuple } from './box.js';
import { type Letterbox, letterbox } from './letterbox.js';
import type { Raster } from './raster.js';
import { ResizeTable } from './resize-table.js';

/** Grey that Ultralytics models are trained with around an image. */
const padding = 114 / 255;

/** 8-bit value to 0-1; reading is faster than dividing. */
const unit = Float32Array.from({ length: 256 }, (_, value) => value / 255);

/**
 * Fills `[1, 3, inputHeight, inputWidth]` float32 tensors (RGB planes, 0-1) from pixels: crop, bilinear resize, letterbox.
 * Keeps its tables and row buffers between calls, so that a call allocates next to nothing; one instance a model.
 */
export class TensorFiller {
  private table: ResizeTable | null = null;

  constructor(
    private readonly inputWidth: number,
    private readonly inputHeight: number,
  ) {}

  /**
   * @param target 3 * inputHeight * inputWidth values, all of them written
   * @param region whole source pixels inside the frame, not empty
   * @returns where the region lies in the input
   */
  fill(target: Float32Array, source: Raster, region: BoxTuple): Letterbox {
    const fit = letterbox(region, this.inputWidth, this.inputHeight);
    const plane = this.inputWidth * this.inputHeight;
    if (fit.width === region[2] && fit.height === region[3]) this.copy(target, source, fit);
    else this.resize(target, source, fit);
    this.pad(target, fit, source.channels);
    if (source.channels === 1) {
      target.copyWithin(plane, 0, plane);
      target.copyWithin(2 * plane, 0, plane);
    }
    return fit;
  }

  private copy(target: Float32Array, source: Raster, { region, left, top, width, height }: Letterbox): void {
    const { data, channels } = source;
    const plane = this.inputWidth * this.inputHeight;
    for (let row = 0; row < height; row++) {
      let from = ((region[1] + row) * source.width + region[0]) * channels;
      let to = (top + row) * this.inputWidth + left;
      const end = to + width;
      if (channels === 1) {
        while (to < end) target[to++] = unit[data[from++]!]!;
      } else {
        for (; to < end; to++, from += 3) {
          target[to] = unit[data[from]!]!;
          target[to + plane] = unit[data[from + 1]!]!;
          target[to + 2 * plane] = unit[data[from + 2]!]!;
        }
      }
    }
  }

  private resize(target: Float32Array, source: Raster, fit: Letterbox): void {
    if (!this.table?.fits(source, fit)) this.table = new ResizeTable(source, fit);
    const plane = this.inputWidth * this.inputHeight;
    for (let row = 0; row < fit.height; row++)
      this.table.writeRow(source, row, target, (fit.top + row) * this.inputWidth + fit.left, plane);
  }

  private pad(target: Float32Array, { left, top, width, height }: Letterbox, planes: number): void {
    const { inputWidth, inputHeight } = this;
    const right = left + width;
    const bottom = top + height;
    if (width === inputWidth && height === inputHeight) return;
    for (let plane = 0; plane < planes; plane++) {
      const start = plane * inputWidth * inputHeight;
      target.fill(padding, start, start + top * inputWidth);
      target.fill(padding, start + bottom * inputWidth, start + inputHeight * inputWidth);
      if (width === inputWidth) continue;
      for (let row = start + top * inputWidth; row < start + bottom * inputWidth; row += inputWidth) {
        target.fill(padding, row, row + left);
        target.fill(padding, row + right, row + inputWidth);
      }
    }
  }
}
