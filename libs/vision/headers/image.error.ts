/** `image-type-unknown`: no image of a kind Sightline reads. `image-unsupported`: a kind of it that it cannot read. The others: damaged. */
export type ImageErrorCode = 'image-type-unknown' | 'image-unsupported' | 'image-corrupt' | 'image-truncated';

/** Bytes that are no usable image. The message says what is wrong and what to do. */
export class ImageError extends Error {
  constructor(
    readonly code: ImageErrorCode,
    message: string,
  ) {
    super(message);
    this.name = 'ImageError';
  }
}
