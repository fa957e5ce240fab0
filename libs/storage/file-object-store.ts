import { InputError, OperationalError } from '@sightline/platform';
import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { access, mkdir, open, readdir, readFile, rename, rm, stat, statfs, type FileHandle } from 'node:fs/promises';
import { LRUCache } from 'lru-cache';
import path from 'node:path';
import { Readable } from 'node:stream';
import { DirectorySync } from './directory-sync.js';
import { checkKey, objectNotFound } from './object-key.js';
import { ObjectStore, type PutOptions, type StoredObject } from './object-store.port.js';

const incoming = '.incoming';
const recentBytes = 16 << 20;

/** Objects as files under a folder. A put writes beside, syncs, then renames: a crash leaves the whole object or none. */
export class FileObjectStore extends ObjectStore {
  private readonly folders = new Map<string, Promise<void>>();
  private readonly directorySync = new DirectorySync();
  /** What was just put is mostly read in the next moment, by the stage that decodes it. */
  private readonly recent = new LRUCache<string, Buffer>({
    maxSize: recentBytes,
    maxEntrySize: recentBytes / 4,
    sizeCalculation: (bytes) => bytes.length,
  });

  constructor(private readonly root: string) {
    super();
  }

  /** Makes the folder and removes what a crash left unfinished. */
  async init(): Promise<void> {
    await rm(path.join(this.root, incoming), { recursive: true, force: true });
    await mkdir(path.join(this.root, incoming), { recursive: true });
  }

  async destroy(): Promise<void> {
    await this.directorySync.close();
    this.recent.clear();
  }

  async put(key: string, body: Buffer | Readable, options: PutOptions = {}): Promise<StoredObject> {
    const target = this.pathOf(key);
    const temporary = path.join(this.root, incoming, randomUUID());
    try {
      const written = await writeSynced(temporary, body, options);
      if (options.sha256 && options.sha256 !== written.sha256)
        throw new InputError({
          status: 422,
          code: 'checksum-mismatch',
          detail: `The bytes have sha256 ${written.sha256}, not ${options.sha256}; send them again.`,
        });
      await this.makeFolder(path.dirname(target));
      await rename(temporary, target);
      await this.directorySync.sync(path.dirname(target));
      if (Buffer.isBuffer(body) && body.length) this.recent.set(key, body);
      return { key, ...written };
    } catch (error) {
      await rm(temporary, { force: true });
      throw asStorageError(error);
    }
  }

  async get(key: string, range?: { start: number; end?: number }): Promise<Buffer> {
    const file = this.pathOf(key);
    const recent = this.recent.get(key);
    if (recent) return range ? recent.subarray(range.start, range.end === undefined ? undefined : range.end + 1) : recent;
    try {
      if (!range) return await readFile(file);
      const chunks: Buffer[] = [];
      for await (const chunk of createReadStream(file, range)) chunks.push(chunk as Buffer);
      return Buffer.concat(chunks);
    } catch (error) {
      throw missing(error) ? objectNotFound(key) : asStorageError(error);
    }
  }

  async stream(key: string, range?: { start: number; end?: number }): Promise<Readable> {
    return createReadStream(await this.localPath(key), range);
  }

  async head(key: string): Promise<StoredObject | null> {
    const file = this.pathOf(key);
    try {
      const { size } = await stat(file);
      const hash = createHash('sha256');
      for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
      return { key, bytes: size, sha256: hash.digest('hex') };
    } catch (error) {
      if (missing(error)) return null;
      throw asStorageError(error);
    }
  }

  async delete(key: string): Promise<void> {
    this.recent.delete(key);
    await rm(this.pathOf(key), { force: true });
  }

  async list(
    prefix: string,
    { limit = 1000, after = '' }: { limit?: number; after?: string } = {},
  ): Promise<{ keys: string[]; next: string | null }> {
    // Only the folder that the prefix names: the store as a whole may hold millions.
    const folder = prefix.slice(0, prefix.lastIndexOf('/') + 1);
    const names = await readdir(folder ? this.pathOf(folder.slice(0, -1)) : this.root, { recursive: true, withFileTypes: true }).catch(
      (error: unknown) => {
        if (missing(error)) return [];
        throw error;
      },
    );
    const keys = names
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(this.root, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
      .filter((key) => !key.startsWith(incoming) && key.startsWith(prefix) && key > after)
      .sort();
    const page = keys.slice(0, limit);
    return { keys: page, next: keys.length > limit ? page[page.length - 1]! : null };
  }

  async localPath(key: string): Promise<string> {
    const file = this.pathOf(key);
    await access(file).catch(() => {
      throw objectNotFound(key);
    });
    return file;
  }

  async freeBytes(): Promise<number> {
    const { bavail, bsize } = await statfs(this.root);
    return bavail * bsize;
  }

  private pathOf(key: string): string {
    return path.join(this.root, checkKey(key));
  }

  private makeFolder(folder: string): Promise<void> {
    let made = this.folders.get(folder);
    if (!made) {
      made = mkdir(folder, { recursive: true }).then(() => this.directorySync.sync(path.dirname(folder)));
      made.catch(() => this.folders.delete(folder));
      this.folders.set(folder, made);
    }
    return made;
  }
}

async function writeSynced(
  file: string,
  body: Buffer | Readable,
  { maxBytes = Infinity }: PutOptions,
): Promise<{ bytes: number; sha256: string }> {
  const handle = await open(file, 'wx');
  try {
    const written = await writeHashed(handle, body, maxBytes);
    await handle.datasync();
    return written;
  } finally {
    await handle.close();
  }
}

async function writeHashed(handle: FileHandle, body: Buffer | Readable, maxBytes: number): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of Buffer.isBuffer(body) ? [body] : (body as AsyncIterable<Buffer>)) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw new InputError({ status: 413, code: 'too-large', detail: `At most ${maxBytes} bytes are taken.` });
    hash.update(chunk);
    await handle.writeFile(chunk);
  }
  return { bytes, sha256: hash.digest('hex') };
}

const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException | null)?.code;
const missing = (error: unknown): boolean => ['ENOENT', 'EISDIR', 'ENOTDIR'].includes(codeOf(error) ?? '');

/** A full or failing disk is operational: the sender keeps its bytes and tries again. */
function asStorageError(error: unknown): unknown {
  const code = codeOf(error);
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new OperationalError('storage-full', 'The disk that stores images is full; free space or set a shorter retention', {
      cause: error,
      retryAfterSeconds: 30,
    });
  if (code === 'EIO' || code === 'EROFS' || code === 'EMFILE')
    return new OperationalError('storage-failed', `The image store failed (${code})`, { cause: error });
  return error;
}
