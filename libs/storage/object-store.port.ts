import type { Readable } from 'node:stream';

export interface StoredObject {
  readonly key: string;
  readonly bytes: number;
  /** Hex; verified while writing. */
  readonly sha256: string;
}

export interface PutOptions {
  /** Hex; the put fails and leaves nothing behind when the bytes differ. */
  readonly sha256?: string;
  /** The put fails with InputError 413 and leaves nothing behind when more arrive. */
  readonly maxBytes?: number;
}

/** Immutable blobs under keys such as `frames/2026/11/21/<id>.jpg`. A put that resolved survives a crash. */
export abstract class ObjectStore {
  abstract init(): Promise<void>;
  abstract destroy(): Promise<void>;
  abstract put(key: string, body: Buffer | Readable, options?: PutOptions): Promise<StoredObject>;
  /** @throws InputError 404 `object-not-found` */
  abstract get(key: string, range?: { start: number; end?: number }): Promise<Buffer>;
  abstract stream(key: string, range?: { start: number; end?: number }): Promise<Readable>;
  abstract head(key: string): Promise<StoredObject | null>;
  abstract delete(key: string): Promise<void>;
  abstract list(prefix: string, page?: { limit?: number; after?: string }): Promise<{ keys: string[]; next: string | null }>;
  /** A path on this machine that holds the bytes, for parts that must open a file, such as a model runtime. */
  abstract localPath(key: string): Promise<string>;
  /** Bytes free for new objects; ingestion refuses frames before it is nothing. */
  abstract freeBytes(): Promise<number>;
}
