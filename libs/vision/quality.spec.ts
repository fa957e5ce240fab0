import fc from 'fast-check';
import { measureQuality } from './quality.js';
import type { Raster } from './raster.js';

/** The textbook definition, every pixel. */
function reference({ data, width, height }: Raster): { sharpness: number; brightness: number } {
  const values: number[] = [];
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const i = y * width + x;
      values.push(data[i - width]! + data[i + width]! + data[i - 1]! + data[i + 1]! - 4 * data[i]!);
    }
  }
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return {
    sharpness: values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length,
    brightness: data.reduce((sum, value) => sum + value, 0) / data.length,
  };
}

describe('measureQuality', () => {
  it('is the variance of the Laplacian and the mean of grey', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 3, max: 30 }),
        fc.integer({ min: 3, max: 30 }),
        fc.infiniteStream(fc.integer({ min: 0, max: 255 })),
        (width, height, stream) => {
          const image: Raster = { width, height, channels: 1, data: Uint8Array.from([...stream.take(width * height)]) };
          const { sharpness, brightness } = reference(image);
          expect(measureQuality(image).sharpness).toBeCloseTo(sharpness, 6);
          expect(measureQuality(image).brightness).toBeCloseTo(brightness, 6);
        },
      ),
    );
  });

  it('counts blown-out and black pixels', () => {
    const data = Uint8Array.from([250, 255, 249, 0, 5, 6, 100, 100, 100, 100]);
    expect(measureQuality({ width: 10, height: 1, channels: 1, data })).toEqual({
      sharpness: 0,
      brightness: 116.5,
      clippedHighlights: 0.2,
      clippedShadows: 0.2,
    });
  });

  it('measures colour on its luminance', () => {
    const grey: Raster = { width: 40, height: 20, channels: 1, data: Uint8Array.from({ length: 800 }, (_, i) => (i * 37) % 256) };
    const rgb: Raster = { ...grey, channels: 3, data: Uint8Array.from({ length: 2400 }, (_, i) => grey.data[Math.floor(i / 3)]!) };
    expect(measureQuality(rgb)).toEqual(measureQuality(grey));
  });

  it('stays near the truth on a frame of which it samples rows', () => {
    const noise = Uint8Array.from({ length: 1200 * 1000 }, (_, i) => (Math.imul(i, 2654435761) >>> 24) & 0xff);
    const image: Raster = { width: 1200, height: 1000, channels: 1, data: noise };
    const { sharpness, brightness } = reference(image);
    expect(measureQuality(image).sharpness / sharpness).toBeCloseTo(1, 1);
    expect(measureQuality(image).brightness / brightness).toBeCloseTo(1, 1);
  });

  it('measures a single pixel', () => {
    expect(measureQuality({ width: 1, height: 1, channels: 3, data: Uint8Array.of(255, 255, 255) })).toEqual({
      sharpness: 0,
      brightness: 255,
      clippedHighlights: 1,
      clippedShadows: 0,
    });
  });
});
