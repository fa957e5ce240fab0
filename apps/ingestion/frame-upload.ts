import { InputError } from '@sightline/platform';
import { mediaTypeSchema } from '@sightline/contracts';
import type { FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import type { UploadShare } from './upload-budget.js';

/** A stalled client is let go after so long without a byte, ms. */
const stallMs = 30_000;

/**
 * Reads the images of a request: its body, or every `image` part of a multipart form.
 * @throws InputError 400, 413 or 415 saying what to send instead
 */
export async function readImages(request: FastifyRequest, maxBytes: number, share: UploadShare): Promise<Buffer[]> {
  if (request.isMultipart()) return readMultipart(request, maxBytes, share);
  const type = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  if (!type || !(mediaTypeSchema.options as string[]).includes(type))
    throw new InputError({
      status: 415,
      code: 'media-type-unsupported',
      detail: `Send the image with Content-Type ${mediaTypeSchema.options.join(', ')}, or multipart/form-data with parts named image; got ${type ?? 'none'}.`,
    });
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) throw tooLarge(maxBytes);
  if (!(request.body instanceof Readable)) throw emptyBody();
  const image = await readAll(request.body, maxBytes, share);
  if (!image.length) throw emptyBody();
  return [image];
}

async function readMultipart(request: FastifyRequest, maxBytes: number, share: UploadShare): Promise<Buffer[]> {
  const images: Buffer[] = [];
  try {
    for await (const part of request.parts()) {
      if (part.type !== 'file') continue;
      const bytes = await readAll(part.file, maxBytes, share);
      if (part.fieldname === 'image' && bytes.length) images.push(bytes);
    }
  } catch (error) {
    if (error instanceof InputError || (error as { canRetry?: boolean }).canRetry) throw error;
    throw new InputError({
      status: 400,
      code: 'multipart-broken',
      detail: `The multipart body cannot be read (${(error as Error).message}). Check the boundary and that the body is complete.`,
    });
  }
  if (!images.length)
    throw new InputError({ status: 400, code: 'image-missing', detail: 'The multipart body holds no file in a part named image.' });
  return images;
}

async function readAll(stream: Readable, maxBytes: number, share: UploadShare): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  let stalled = setTimeout(() => undefined, 0);
  const watch = (): void => {
    clearTimeout(stalled);
    stalled = setTimeout(
      () =>
        stream.destroy(
          new InputError({ status: 408, code: 'upload-stalled', detail: `No byte came for ${stallMs / 1000} s; send the frame again.` }),
        ),
      stallMs,
    );
  };
  try {
    watch();
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > maxBytes) throw tooLarge(maxBytes);
      share.take(chunk.length);
      chunks.push(chunk);
      watch();
    }
  } finally {
    clearTimeout(stalled);
  }
  return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks, bytes);
}

const tooLarge = (maxBytes: number): InputError =>
  new InputError({
    status: 413,
    code: 'image-too-large',
    detail: `An image may have at most ${maxBytes} bytes; compress it or raise SIGHTLINE_MAX_FRAME_BYTES.`,
  });
const emptyBody = (): InputError =>
  new InputError({ status: 400, code: 'body-empty', detail: 'The body is empty; send the bytes of one image.' });
