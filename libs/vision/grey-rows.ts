import type { Raster } from './raster.js';

/** Rows of an image as grey values: a grey image's own bytes, or the last three rows asked for of an RGB one (ITU-R BT.601). */
export class GreyRows {
  /** Where the values lie. */
  readonly data: Uint8Array;
  private readonly held = [-1, -1, -1];

  constructor(private readonly image: Raster) {
    this.data = image.channels === 1 ? image.data : new Uint8Array(image.width * 3);
  }

  /** @returns the offset of row `y` in `data`; valid until two other rows were asked for */
  start(y: number): number {
    const { width, channels } = this.image;
    if (channels === 1) return y * width;
    const slot = y % 3;
    if (this.held[slot] !== y) {
      this.convert(y, slot * width);
      this.held[slot] = y;
    }
    return slot * width;
  }

  private convert(y: number, to: number): void {
    const { data, width } = this.image;
    let from = y * width * 3;
    for (let x = 0; x < width; x++, from += 3) {
      this.data[to + x] = (data[from]! * 77 + data[from + 1]! * 150 + data[from + 2]! * 29 + 128) >> 8;
    }
  }
}
