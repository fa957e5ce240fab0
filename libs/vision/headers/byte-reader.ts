import { ImageError } from './image.error.js';

/** Reads numbers at offsets; past the end it throws `image-truncated`. */
export class ByteReader {
  readonly length: number;
  private readonly view: DataView;

  constructor(
    readonly bytes: Uint8Array,
    private readonly littleEndian = false,
  ) {
    this.length = bytes.byteLength;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  u8(at: number): number {
    return this.view.getUint8(this.checked(at, 1));
  }

  u16(at: number): number {
    return this.view.getUint16(this.checked(at, 2), this.littleEndian);
  }

  u32(at: number): number {
    return this.view.getUint32(this.checked(at, 4), this.littleEndian);
  }

  i32(at: number): number {
    return this.view.getInt32(this.checked(at, 4), this.littleEndian);
  }

  /** @throws ImageError `image-corrupt` above 2^53 */
  u64(at: number): number {
    const value = Number(this.view.getBigUint64(this.checked(at, 8), this.littleEndian));
    if (!Number.isSafeInteger(value)) throw new ImageError('image-corrupt', 'The image holds an impossible offset.');
    return value;
  }

  ascii(at: number, length: number): string {
    this.checked(at, length);
    let text = '';
    for (let i = at; i < at + length; i++) text += String.fromCharCode(this.bytes[i]!);
    return text;
  }

  private checked(at: number, length: number): number {
    if (!(at >= 0 && at + length <= this.length))
      throw new ImageError('image-truncated', 'The image ends in the middle of its header: send the whole file.');
    return at;
  }
}
