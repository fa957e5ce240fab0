import fc from 'fast-check';
import type { Raster } from './raster.js';
import { TensorFiller } from './tensor.js';

const raster = (width: number, height: number, channels: 1 | 3, value: (x: number, y: number, c: number) => number): Raster => ({
  width,
  height,
  channels,
  data: Uint8Array.from({ length: width * height * channels }, (_, i) =>
    value(Math.floor(i / channels) % width, Math.floor(i / channels / width), i % channels),
  ),
});

describe('TensorFiller', () => {
  it('puts channels into planes, 0-1', () => {
    const target = new Float32Array(3 * 2 * 2);
    new TensorFiller(2, 2).fill(
      target,
      raster(2, 2, 3, (x, y, c) => x * 100 + y * 50 + c),
      [0, 0, 2, 2],
    );
    expect([...target].map((value) => Math.round(value * 255))).toEqual([0, 100, 50, 150, 1, 101, 51, 151, 2, 102, 52, 152]);
  });

  it('pads with grey 114 around, also after another geometry', () => {
    const filler = new TensorFiller(8, 8);
    const target = new Float32Array(3 * 64);
    filler.fill(
      target,
      raster(8, 8, 1, () => 255),
      [0, 0, 8, 8],
    );
    const fit = filler.fill(
      target,
      raster(8, 4, 1, () => 0),
      [0, 0, 8, 4],
    );
    expect(fit).toMatchObject({ top: 2, height: 4 });
    const rows = Array.from({ length: 8 }, (_, row) => Math.round(target[2 * 64 + row * 8]! * 255));
    expect(rows).toEqual([114, 114, 0, 0, 0, 0, 114, 114]);
  });

  it('crops: a region equals its own image', () => {
    const whole = raster(40, 30, 3, (x, y, c) => (x * 7 + y * 13 + c * 31) % 256);
    const part = raster(20, 10, 3, (x, y, c) => ((x + 5) * 7 + (y + 6) * 13 + c * 31) % 256);
    const [a, b] = [new Float32Array(3 * 32 * 32), new Float32Array(3 * 32 * 32)];
    const filler = new TensorFiller(32, 32);
    filler.fill(a, whole, [5, 6, 20, 10]);
    filler.fill(b, part, [0, 0, 20, 10]);
    expect(a).toEqual(b);
  });

  it('halves by the mean of the four pixels it covers', () => {
    const target = new Float32Array(3 * 2 * 2);
    new TensorFiller(2, 2).fill(
      target,
      raster(4, 4, 1, (x, y) => x * 10 + y * 40),
      [0, 0, 4, 4],
    );
    expect([...target.subarray(0, 4)].map((value) => Math.round(value * 255))).toEqual([25, 45, 105, 125]);
  });

  it('gives grey and its RGB copy the same tensor, within 0-1, every value written', () => {
    const side = fc.integer({ min: 1, max: 50 });
    fc.assert(
      fc.property(side, side, fc.integer({ min: 1, max: 40 }), fc.integer({ min: 0, max: 255 }), (width, height, input, seed) => {
        const value = (x: number, y: number): number => (x * 31 + y * 17 + seed) % 256;
        const [grey, rgb] = [new Float32Array(3 * input * input).fill(-1), new Float32Array(3 * input * input).fill(-1)];
        const filler = new TensorFiller(input, input);
        filler.fill(grey, raster(width, height, 1, value), [0, 0, width, height]);
        filler.fill(rgb, raster(width, height, 3, value), [0, 0, width, height]);
        expect(grey).toEqual(rgb);
        expect(grey.every((number) => number >= 0 && number <= 1)).toBe(true);
      }),
    );
  });
});
