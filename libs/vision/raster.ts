/** Decoded pixels: 8-bit, interleaved, rows without padding, top row first. */
export interface Raster {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
  /** 1 grey, 3 RGB. */
  readonly channels: 1 | 3;
}
