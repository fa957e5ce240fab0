import '@fastify/multipart';
import { InputError } from '@sightline/platform';
import type { FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import type { SpooledFile } from './spooled-file.js';

/** The body as the guarded route sees it; `[Symbol.asyncDispose]` removes the file. */
export interface ModelUpload extends AsyncDisposable {
  readonly file: SpooledFile;
  readonly card: Record<string, unknown>;
}

const maxCardBytes = 1 << 20;

/**
 * Reads a model from a request: the file as the whole body, or multipart with the file in part `model` and JSON in part `card`.
 * @throws InputError 415 `media-type-unknown`, 400 `model-part-missing`, `card-invalid`
 */
export async function receiveModel(request: FastifyRequest, spool: (body: Readable) => Promise<SpooledFile>): Promise<ModelUpload> {
  if (request.isMultipart()) return receiveParts(request, spool);
  if (request.body instanceof Readable) {
    const file = await spool(request.body);
    return { file, card: {}, [Symbol.asyncDispose]: () => file[Symbol.asyncDispose]() };
  }
  throw new InputError({
    status: 415,
    code: 'media-type-unknown',
    detail: 'Send the ONNX file as application/octet-stream, or as the part "model" of multipart/form-data.',
  });
}

async function receiveParts(request: FastifyRequest, spool: (body: Readable) => Promise<SpooledFile>): Promise<ModelUpload> {
  let file: SpooledFile | undefined;
  let card: Record<string, unknown> = {};
  try {
    for await (const part of request.parts()) {
      if (part.fieldname === 'card') card = readCard(part.type === 'file' ? await readText(part.file) : String(part.value));
      else if (part.type === 'file' && part.fieldname === 'model' && !file) file = await spool(part.file);
      else if (part.type === 'file') part.file.resume();
    }
    if (!file)
      throw new InputError({
        status: 400,
        code: 'model-part-missing',
        detail: 'The upload has no file part "model". Put the ONNX file there.',
      });
    const spooled = file;
    return { file: spooled, card, [Symbol.asyncDispose]: () => spooled[Symbol.asyncDispose]() };
  } catch (error) {
    await file?.[Symbol.asyncDispose]();
    throw error;
  }
}

async function readText(stream: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxCardBytes)
      throw new InputError({ status: 413, code: 'card-too-large', detail: `The card may have up to ${maxCardBytes} bytes.` });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** @throws InputError 400 `card-invalid` */
function readCard(text: string): Record<string, unknown> {
  try {
    const card: unknown = JSON.parse(text);
    if (typeof card === 'object' && card !== null && !Array.isArray(card)) return card as Record<string, unknown>;
  } catch {
    // Told below, together with JSON that is no object.
  }
  throw new InputError({ status: 400, code: 'card-invalid', detail: 'The part "card" must be a JSON object.' });
}
