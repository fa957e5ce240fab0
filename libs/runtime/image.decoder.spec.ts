import { InputError } from '@sightline/platform';
import { checkStructure, ImageError, readImageHeader } from '@sightline/vision';
import fc from 'fast-check';
import sharp from 'sharp';
import { crc32, deflateSync } from 'node:zlib';
import { decodeImage } from './image.decoder.js';

const limit = { maxPixels: 1e7 };
const bytesOf = ({ data }: { data: SharedArrayBuffer }): number[] => [...new Uint8Array(data)];
/** Red above, blue below, so that a turn shows. */
const flag = (width = 40, height = 20) => {
  const raw = Buffer.alloc(width * height * 3);
  for (let i = 0; i < width * height; i++) raw[i * 3 + (i < (width * height) / 2 ? 0 : 2)] = 255;
  return sharp(raw, { raw: { width, height, channels: 3 } });
};
const noise = (width: number, height: number) =>
  sharp(Buffer.from(Array.from({ length: width * height }, (_, i) => (Math.imul(i + 1, 2654435761) >>> 24) & 255)), {
    raw: { width, height, channels: 1 },
  }).toColourspace('b-w');

function pngChunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  const chunk = Buffer.alloc(body.length + 8);
  chunk.writeUInt32BE(data.length, 0);
  body.copy(chunk, 4);
  chunk.writeUInt32BE(crc32(body), body.length + 4);
  return chunk;
}
function greyPng(width: number, height: number, rows: number, depth: number): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head[8] = depth;
  const pixels = deflateSync(Buffer.alloc(rows * (1 + Math.ceil((width * depth) / 8))));
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    pngChunk('IHDR', head),
    pngChunk('IDAT', pixels),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}
function bmp24(width: number, height: number, bgr: readonly number[]): Buffer {
  const stride = Math.ceil((width * 3) / 4) * 4;
  const file = Buffer.alloc(54 + stride * height);
  file.write('BM');
  file.writeUInt32LE(54, 10);
  file.writeUInt32LE(40, 14);
  file.writeInt32LE(width, 18);
  file.writeInt32LE(height, 22);
  file.writeUInt16LE(1, 26);
  file.writeUInt16LE(24, 28);
  for (let row = 0; row < height; row++)
    for (let x = 0; x < width; x++) bgr.forEach((value, c) => (file[54 + row * stride + x * 3 + c] = row === height - 1 ? value : 0));
  return file;
}

describe('decodeImage', () => {
  it('keeps grey files in one channel, the bytes as they are', async () => {
    const png = await noise(33, 17).png().toBuffer();
    const pixels = await decodeImage(png, limit);
    expect(pixels).toMatchObject({ width: 33, height: 17, channels: 1 });
    expect(bytesOf(pixels)).toEqual([...(await noise(33, 17).raw().toBuffer())]);
    expect(await decodeImage(await noise(33, 17).jpeg().toBuffer(), limit)).toMatchObject({ channels: 1 });
  });

  it('turns as EXIF says, in the pixels and in the header', async () => {
    const jpeg = await flag().withMetadata({ orientation: 6 }).jpeg().toBuffer();
    expect(readImageHeader(jpeg)).toMatchObject({ mediaType: 'image/jpeg', width: 20, height: 40, orientation: 6 });
    const pixels = await decodeImage(jpeg, limit);
    expect(pixels).toMatchObject({ width: 20, height: 40, channels: 3 });
    const [red, , blue] = bytesOf(pixels).slice(19 * 3, 20 * 3);
    expect(red! - blue!).toBeGreaterThan(150);
  });

  it.each([
    ['CMYK JPEG', () => flag().toColourspace('cmyk').jpeg({ quality: 95 }).toBuffer()],
    ['16-bit PNG', () => flag().toColourspace('rgb16').png().toBuffer()],
    ['TIFF', () => flag().tiff({ compression: 'lzw' }).toBuffer()],
    ['palette PNG', () => flag().png({ palette: true }).toBuffer()],
    ['lossless WebP', () => flag().webp({ lossless: true }).toBuffer()],
    ['progressive JPEG', () => flag().jpeg({ progressive: true, quality: 95 }).toBuffer()],
  ])('reads a %s as 8-bit RGB', async (_, make) => {
    const bytes = await make();
    expect(readImageHeader(bytes)).toMatchObject({ width: 40, height: 20, frames: 1 });
    expect(() => checkStructure(bytes)).not.toThrow();
    const pixels = await decodeImage(bytes, limit);
    expect(pixels).toMatchObject({ width: 40, height: 20, channels: 3 });
    const [red, , blue] = bytesOf(pixels);
    expect(red! - blue!).toBeGreaterThan(150);
  });

  it('reads 16-bit grey as 8-bit grey', async () => {
    const pixels = await decodeImage(await noise(8, 8).toColourspace('grey16').png().toBuffer(), limit);
    expect(pixels).toMatchObject({ channels: 1, width: 8 });
    expect(pixels.data.byteLength).toBe(64);
  });

  it('lays transparency over white', async () => {
    const clear = await sharp({ create: { width: 2, height: 2, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } } })
      .png()
      .toBuffer();
    expect(bytesOf(await decodeImage(clear, limit)).every((value) => value === 255)).toBe(true);
  });

  it('takes the first frame of an animation', async () => {
    const raw = Buffer.alloc(8 * 16 * 3);
    raw.fill(255, 8 * 8 * 3);
    const webp = await sharp(raw, { raw: { width: 8, height: 16, channels: 3, pageHeight: 8 } })
      .webp({ lossless: true })
      .toBuffer();
    expect(readImageHeader(webp)).toMatchObject({ mediaType: 'image/webp', width: 8, height: 8, frames: 2 });
    const pixels = await decodeImage(webp, limit);
    expect(pixels).toMatchObject({ width: 8, height: 8 });
    expect(Math.max(...bytesOf(pixels))).toBe(0);
  });

  it('reads bitmaps, bottom row first in the file', async () => {
    const pixels = await decodeImage(bmp24(3, 2, [1, 2, 3]), limit);
    expect(pixels).toMatchObject({ width: 3, height: 2, channels: 3 });
    expect(bytesOf(pixels)).toEqual([3, 2, 1, 3, 2, 1, 3, 2, 1, ...Array<number>(9).fill(0)]);
  });

  it('reads a single pixel', async () =>
    expect(await decodeImage(greyPng(1, 1, 1, 8), limit)).toMatchObject({ width: 1, height: 1, channels: 1 }));

  it('refuses a decompression bomb before decoding it', async () => {
    const bomb = greyPng(30_000, 30_000, 30_000, 1);
    expect(readImageHeader(bomb)).toMatchObject({ width: 30_000, height: 30_000 });
    await expect(decodeImage(bomb, limit)).rejects.toMatchObject({ status: 413, code: 'image-too-many-pixels' });
  });

  it('refuses text', async () =>
    expect(decodeImage(Buffer.from('hello, I am no image'), limit)).rejects.toMatchObject({ status: 415, code: 'image-type-unknown' }));

  it('refuses a JPEG with damaged pixels instead of guessing them', async () => {
    const jpeg = await noise(256, 256).jpeg().toBuffer();
    jpeg.writeUInt16BE(0xff33, jpeg.length >> 1);
    expect(() => checkStructure(jpeg)).not.toThrow();
    await expect(decodeImage(jpeg, limit)).rejects.toMatchObject({ status: 422, code: 'image-corrupt' });
  });
});

describe('checkStructure', () => {
  it.each([
    ['JPEG', () => noise(64, 64).jpeg().toBuffer()],
    ['progressive JPEG', () => noise(64, 64).jpeg({ progressive: true }).toBuffer()],
    ['PNG', () => noise(64, 64).png().toBuffer()],
    ['WebP', () => flag().webp().toBuffer()],
    ['TIFF', () => noise(64, 64).tiff({ compression: 'none' }).toBuffer()],
    ['BMP', () => Promise.resolve(bmp24(5, 5, [1, 2, 3]))],
  ])('finds a %s that was cut off anywhere, and bears bytes after its end', async (_, make) => {
    const bytes = await make();
    for (let end = 0; end < bytes.length - 1; end += 1 + Math.floor(bytes.length / 60))
      expect(() => checkStructure(bytes.subarray(0, end))).toThrow(ImageError);
    expect(() => checkStructure(Buffer.concat([bytes, Buffer.alloc(1000)]))).not.toThrow();
  });

  it('finds a PNG that holds too few bytes for the size it states', () => {
    expect(() => checkStructure(greyPng(4000, 4000, 2, 8))).toThrow(expect.objectContaining({ code: 'image-truncated' }));
    expect(() => checkStructure(greyPng(4000, 4000, 4000, 8))).not.toThrow();
  });

  it('finds a PNG whose header was changed', () => {
    const png = greyPng(100, 100, 100, 8);
    png[19] = 99;
    expect(() => checkStructure(png)).toThrow(expect.objectContaining({ code: 'image-corrupt' }));
  });

  it('throws nothing but its own error, whatever the bytes', async () => {
    const seeds = await Promise.all([
      flag().jpeg().toBuffer(),
      flag().withMetadata({ orientation: 3 }).jpeg().toBuffer(),
      flag().png().toBuffer(),
      flag().webp().toBuffer(),
      flag().tiff().toBuffer(),
      Promise.resolve(bmp24(4, 4, [1, 2, 3])),
    ]);
    const change = fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 }));
    fc.assert(
      fc.property(fc.constantFrom(...seeds), fc.array(change, { maxLength: 20 }), fc.nat(), fc.boolean(), (seed, changes, cut, early) => {
        const bytes = Buffer.from(seed.subarray(0, cut % 3 === 0 ? cut % seed.length : seed.length));
        if (bytes.length > 0) for (const [at, value] of changes) bytes[early ? at % Math.min(64, bytes.length) : at % bytes.length] = value;
        for (const read of [readImageHeader, checkStructure]) {
          try {
            read(bytes);
          } catch (error) {
            expect(error).toBeInstanceOf(ImageError);
          }
        }
      }),
      { numRuns: 3000 },
    );
  });

  it("decodes mutated images or refuses them as the sender's doing", async () => {
    const seeds = await Promise.all([
      noise(64, 64).jpeg().toBuffer(),
      flag().png().toBuffer(),
      flag().webp().toBuffer(),
      flag().tiff().toBuffer(),
      Promise.resolve(bmp24(4, 4, [1, 2, 3])),
    ]);
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...seeds),
        fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 10 }),
        async (seed, changes) => {
          const bytes = Buffer.from(seed);
          for (const [at, value] of changes) bytes[at % bytes.length] = value;
          await decodeImage(bytes, limit).catch((error: unknown) => expect(error).toBeInstanceOf(InputError));
        },
      ),
      { numRuns: 300 },
    );
  });
});
