import { recyclePixels, takeBuffer } from './pixel-buffers.js';

const pixelsIn = (data: SharedArrayBuffer) => ({ data, width: data.byteLength, height: 1, channels: 1 }) as const;

describe('pixel buffers', () => {
  it('lends a returned buffer to one frame at a time, and to its size only', () => {
    const first = takeBuffer(1000);
    recyclePixels(pixelsIn(first));
    recyclePixels(pixelsIn(first));
    expect(takeBuffer(999)).not.toBe(first);
    expect(takeBuffer(1000)).toBe(first);
    expect(takeBuffer(1000)).not.toBe(first);
  });

  it('keeps no more than its room', () => {
    const buffers = Array.from({ length: 10 }, () => takeBuffer(8 << 20));
    for (const buffer of buffers) recyclePixels(pixelsIn(buffer));
    const again = Array.from({ length: 10 }, () => takeBuffer(8 << 20));
    expect(again.filter((buffer) => buffers.includes(buffer))).toHaveLength(4);
  });
});
