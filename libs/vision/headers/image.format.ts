import type { MediaType } from '@sightline/contracts';
import { ImageError } from './image.error.js';

/** EXIF orientation: 1 as stored; 5-8 swap width and height. */
export type Orientation = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;

/** What a file's first bytes say, before any pixel is decoded. */
export interface ImageHeader {
  readonly mediaType: MediaType;
  /** px, as a viewer shows it: orientation applied. */
  readonly width: number;
  readonly height: number;
  readonly orientation: Orientation;
  /** Pages or animation frames; only the first is ever judged. */
  readonly frames: number;
  /** The file holds grey values alone. */
  readonly grey: boolean;
}

/** One file format: how to recognise it, measure it and tell whether it is whole. */
export interface ImageFormat {
  readonly matches: (bytes: Uint8Array) => boolean;
  /** @throws ImageError */
  readonly header: (bytes: Uint8Array) => ImageHeader;
  /** @throws ImageError `image-truncated` or `image-corrupt` */
  readonly check: (bytes: Uint8Array) => void;
}

export const orientationOf = (value: number | undefined): Orientation =>
  value !== undefined && value >= 1 && value <= 8 ? (value as Orientation) : 1;

/** @throws ImageError when a side is 0 */
export function header(
  mediaType: MediaType,
  width: number,
  height: number,
  { orientation = 1, frames = 1, grey = false }: Partial<Pick<ImageHeader, 'orientation' | 'frames' | 'grey'>> = {},
): ImageHeader {
  if (!(width > 0 && height > 0)) throw new ImageError('image-corrupt', `The image says it is ${width} x ${height} pixels.`);
  const turned = orientation >= 5;
  return { mediaType, width: turned ? height : width, height: turned ? width : height, orientation, frames: Math.max(1, frames), grey };
}

export const startsWith = (bytes: Uint8Array, signature: readonly number[], at = 0): boolean =>
  signature.every((byte, index) => bytes[at + index] === byte);
