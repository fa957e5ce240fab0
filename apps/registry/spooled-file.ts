import { InputError } from '@sightline/platform';
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** An upload on the local disk, where a model runtime can open it, gone again when disposed of. */
export class SpooledFile implements AsyncDisposable {
  private constructor(
    private readonly folder: string,
    readonly path: string,
    readonly sha256: string,
    readonly bytes: number,
  ) {}

  /** @throws InputError 413 `model-too-large`, 400 `body-empty` */
  static async write(body: Readable, maxBytes: number): Promise<SpooledFile> {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'sightline-upload-'));
    try {
      const file = path.join(folder, 'model.onnx');
      const hash = createHash('sha256');
      let bytes = 0;
      const measure = new Transform({
        transform(chunk: Buffer, _encoding, done) {
          hash.update(chunk);
          bytes += chunk.length;
          done(
            bytes > maxBytes
              ? new InputError({
                  status: 413,
                  code: 'model-too-large',
                  detail: `The file is larger than ${maxBytes} bytes (SIGHTLINE_MODEL_MAX_BYTES).`,
                })
              : null,
            chunk,
          );
        },
      });
      await pipeline(body, measure, createWriteStream(file));
      if (bytes === 0)
        throw new InputError({
          status: 400,
          code: 'body-empty',
          detail: 'Send the ONNX file as the body (application/octet-stream) or as the part "model" of multipart/form-data.',
        });
      return new SpooledFile(folder, file, hash.digest('hex'), bytes);
    } catch (error) {
      await rm(folder, { recursive: true, force: true });
      throw error;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}
