import { ByteReader } from './byte-reader.js';
import { ImageError } from './image.error.js';
import { header, type ImageFormat, type Orientation, orientationOf, startsWith } from './image.format.js';

const tags = {
  width: 256,
  height: 257,
  photometric: 262,
  stripOffsets: 273,
  orientation: 274,
  stripBytes: 279,
  tileOffsets: 324,
  tileBytes: 325,
};
/** Bytes of one value by TIFF field type. */
const typeBytes: Record<number, number> = {
  1: 1,
  2: 1,
  3: 2,
  4: 4,
  5: 8,
  6: 1,
  7: 1,
  8: 2,
  9: 4,
  10: 8,
  11: 4,
  12: 8,
  13: 4,
  16: 8,
  17: 8,
  18: 8,
};
/** Field types that hold unsigned integers. */
const unsigned = [1, 3, 4, 13, 16, 18];
const maxPages = 10_000;
const maxFields = 4096;
/** More strips or tiles than this are not checked one by one. */
const maxParts = 100_000;

interface Field {
  readonly type: number;
  readonly count: number;
  readonly at: number;
}
type Directory = ReadonlyMap<number, Field>;

/** TIFF 6.0 and BigTIFF, both byte orders. */
export const tiffFormat: ImageFormat = {
  matches: (bytes) =>
    [
      [0x49, 0x49, 42, 0],
      [0x4d, 0x4d, 0, 42],
      [0x49, 0x49, 43, 0],
      [0x4d, 0x4d, 0, 43],
    ].some((signature) => startsWith(bytes, signature)),

  header(bytes) {
    const tiff = new TiffReader(bytes);
    const first = tiff.directory(tiff.firstDirectory());
    const width = tiff.value(first, tags.width);
    const height = tiff.value(first, tags.height);
    if (width === undefined || height === undefined) throw new ImageError('image-corrupt', 'The TIFF does not say its size.');
    const photometric = tiff.value(first, tags.photometric);
    const grey = photometric === 0 || photometric === 1;
    return header('image/tiff', width, height, {
      orientation: orientationOf(tiff.value(first, tags.orientation)),
      frames: tiff.pages(),
      grey,
    });
  },

  check(bytes) {
    const tiff = new TiffReader(bytes);
    const first = tiff.directory(tiff.firstDirectory());
    const [offsets, sizes] = first.has(tags.tileOffsets) ? [tags.tileOffsets, tags.tileBytes] : [tags.stripOffsets, tags.stripBytes];
    const starts = tiff.values(first, offsets, maxParts);
    const lengths = tiff.values(first, sizes, maxParts);
    if (starts.length === 0) throw new ImageError('image-corrupt', 'The TIFF holds no pixels.');
    if (starts.some((start, index) => start + (lengths[index] ?? 0) > bytes.byteLength)) {
      throw new ImageError('image-truncated', 'The TIFF ends before its pixels do: send the whole file.');
    }
  },
};

/** The orientation in an EXIF block, which is a TIFF without pixels; 1 when it cannot be read. */
export function exifOrientation(exif: Uint8Array): Orientation {
  try {
    if (!tiffFormat.matches(exif)) return 1;
    const tiff = new TiffReader(exif);
    return orientationOf(tiff.value(tiff.directory(tiff.firstDirectory()), tags.orientation));
  } catch (error) {
    if (error instanceof ImageError) return 1;
    throw error;
  }
}

class TiffReader {
  private readonly reader: ByteReader;
  private readonly big: boolean;

  constructor(bytes: Uint8Array) {
    this.reader = new ByteReader(bytes, bytes[0] === 0x49);
    this.big = this.reader.u16(2) === 43;
  }

  firstDirectory(): number {
    return this.offset(this.big ? 8 : 4);
  }

  pages(): number {
    const seen = new Set<number>();
    for (let at = this.firstDirectory(); at !== 0 && !seen.has(at) && seen.size < maxPages;) {
      seen.add(at);
      const { fieldBytes, fields, count } = this.layout(at);
      const link = fields + count * fieldBytes;
      if (link + (this.big ? 8 : 4) > this.reader.length) break;
      at = this.offset(link);
    }
    return seen.size;
  }

  directory(at: number): Directory {
    const { fieldBytes, fields: start, count } = this.layout(at);
    const fields = new Map<number, Field>();
    for (let field = start; field < start + count * fieldBytes; field += fieldBytes) {
      const type = this.reader.u16(field + 2);
      const values = this.big ? this.reader.u64(field + 4) : this.reader.u32(field + 4);
      const inline = field + (this.big ? 12 : 8);
      const fitsInline = (typeBytes[type] ?? 1) * values <= (this.big ? 8 : 4);
      fields.set(this.reader.u16(field), { type, count: values, at: fitsInline ? inline : this.offset(inline) });
    }
    return fields;
  }

  value(directory: Directory, tag: number): number | undefined {
    return this.values(directory, tag, 1)[0];
  }

  values(fields: Directory, tag: number, most: number): number[] {
    const field = fields.get(tag);
    if (!field) return [];
    const size = typeBytes[field.type] ?? 0;
    if (!unsigned.includes(field.type)) return [];
    return Array.from({ length: Math.min(field.count, most) }, (_, index) => this.unsigned(field.at + index * size, size));
  }

  private unsigned(at: number, size: number): number {
    if (size === 1) return this.reader.u8(at);
    if (size === 2) return this.reader.u16(at);
    return size === 4 ? this.reader.u32(at) : this.reader.u64(at);
  }

  private layout(at: number): { fieldBytes: number; fields: number; count: number } {
    const count = this.big ? this.reader.u64(at) : this.reader.u16(at);
    if (count > maxFields) throw new ImageError('image-corrupt', 'The TIFF directory is damaged.');
    return { fieldBytes: this.big ? 20 : 12, fields: at + (this.big ? 8 : 2), count };
  }

  private offset(at: number): number {
    return this.big ? this.reader.u64(at) : this.reader.u32(at);
  }
}
