import { type FileHandle, open } from 'node:fs/promises';

/** The file is no ONNX protobuf. */
export class NotOnnxError extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'NotOnnxError';
  }
}

/** Field numbers of `ModelProto` and `StringStringEntryProto` (onnx/onnx.proto3). */
const field = { irVersion: 1, graph: 7, metadata: 14, key: 1, value: 2 };
const wire = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 };
const maxEntryBytes = 4 << 20;
const maxEntries = 1000;
/** A tag and a length, each at most ten bytes. */
const peekBytes = 20;

/**
 * Reads `metadata_props` of an ONNX file, which ONNX Runtime's JavaScript API does not show. The graph and its weights are
 * skipped by their length, so the cost does not depend on the file's size.
 * @throws NotOnnxError
 */
export async function readOnnxMetadata(file: string): Promise<Record<string, string>> {
  const handle = await open(file, 'r');
  try {
    return await readEntries(handle, (await handle.stat()).size);
  } finally {
    await handle.close();
  }
}

async function readEntries(handle: FileHandle, size: number): Promise<Record<string, string>> {
  const entries: [string, string][] = [];
  let hasGraph = false;
  for (let at = 0; at < size;) {
    const head = new ProtoReader(await readAt(handle, at, Math.min(peekBytes, size - at)));
    const { number, type } = head.tag();
    const length = {
      [wire.varint]: () => (head.varint(), 0),
      [wire.fixed64]: () => 8,
      [wire.fixed32]: () => 4,
      [wire.bytes]: () => head.varint(),
    }[type]?.();
    if (length === undefined || at + head.at + length > size) throw new NotOnnxError('its fields do not fit the file');
    if (number === field.graph) hasGraph = true;
    if (number === field.metadata && type === wire.bytes) {
      if (length > maxEntryBytes || entries.length === maxEntries) throw new NotOnnxError('its metadata is too large');
      entries.push(entry(await readAt(handle, at + head.at, length)));
    }
    at += head.at + length;
  }
  if (!hasGraph) throw new NotOnnxError('it holds no graph');
  return Object.fromEntries(entries);
}

function entry(bytes: Buffer): [key: string, value: string] {
  const reader = new ProtoReader(bytes);
  const texts = ['', ''];
  while (reader.at < bytes.length) {
    const { number, type } = reader.tag();
    if (type !== wire.bytes) throw new NotOnnxError('its metadata is damaged');
    const length = reader.varint();
    if (number === field.key || number === field.value) texts[number - 1] = bytes.toString('utf8', reader.at, reader.at + length);
    reader.at += length;
  }
  return [texts[0]!, texts[1]!];
}

async function readAt(handle: FileHandle, at: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read(Buffer.allocUnsafe(length), 0, length, at);
  return buffer.subarray(0, bytesRead);
}

class ProtoReader {
  at = 0;

  constructor(private readonly bytes: Buffer) {}

  tag(): { number: number; type: number } {
    const tag = this.varint();
    return { number: Math.floor(tag / 8), type: tag % 8 };
  }

  varint(): number {
    let value = 0;
    for (let shift = 0; shift < 10; shift++) {
      const byte = this.bytes[this.at++];
      if (byte === undefined) break;
      value += (byte & 0x7f) * 2 ** (7 * shift);
      if (byte < 0x80) return value;
    }
    throw new NotOnnxError('it is cut off');
  }
}
