import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import type { ObjectStore } from './object-store.port.js';

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** What every adapter of the port must do; `make` gives a store of its own for each test. */
export function describeObjectStore(name: string, make: () => Promise<ObjectStore>): void {
  describe(`${name} as an object store`, () => {
    let store: ObjectStore;
    beforeEach(async () => {
      store = await make();
    });
    afterEach(() => store.destroy());

    it('gives back the bytes that were put, whole and in ranges, with their sha256', async () => {
      const bytes = randomBytes(70_000);
      expect(await store.put('frames/a/1.jpg', Readable.from([bytes.subarray(0, 1000), bytes.subarray(1000)]))).toEqual({
        key: 'frames/a/1.jpg',
        bytes: 70_000,
        sha256: sha256(bytes),
      });
      expect((await store.get('frames/a/1.jpg')).equals(bytes)).toBe(true);
      expect((await store.get('frames/a/1.jpg', { start: 10, end: 19 })).equals(bytes.subarray(10, 20))).toBe(true);
      expect(await store.head('frames/a/1.jpg')).toEqual({ key: 'frames/a/1.jpg', bytes: 70_000, sha256: sha256(bytes) });
    });

    it('keeps nothing of a put whose checksum, size or stream fails', async () => {
      const broken = Readable.from(
        (async function* () {
          yield Buffer.from('half');
          throw new Error('the sender went away');
        })(),
      );
      await expect(store.put('x/sum', Buffer.from('abc'), { sha256: sha256(Buffer.from('abd')) })).rejects.toMatchObject({
        code: 'checksum-mismatch',
      });
      await expect(store.put('x/large', Buffer.alloc(11), { maxBytes: 10 })).rejects.toMatchObject({ code: 'too-large', status: 413 });
      await expect(store.put('x/broken', broken)).rejects.toThrow('the sender went away');
      expect((await store.list('')).keys).toEqual([]);
      await expect(store.get('x/sum')).rejects.toMatchObject({ code: 'object-not-found' });
      expect(await store.head('x/large')).toBeNull();
    });

    it('lists by prefix in pages and deletes', async () => {
      for (const key of ['b/3', 'a/1', 'a/2', 'a/4']) await store.put(key, Buffer.from(key));
      const first = await store.list('a/', { limit: 2 });
      expect(first).toEqual({ keys: ['a/1', 'a/2'], next: 'a/2' });
      expect(await store.list('a/', { limit: 2, after: first.next! })).toEqual({ keys: ['a/4'], next: null });
      await store.delete('a/1');
      await store.delete('a/1');
      expect((await store.list('a/')).keys).toEqual(['a/2', 'a/4']);
    });

    it('takes no key that would leave its folder', async () => {
      for (const key of ['../x', 'a/../../x', '/etc/passwd', 'a//b', '.hidden', 'a/.incoming', '', 'a\u0000b'])
        await expect(store.put(key, Buffer.from('x'))).rejects.toMatchObject({ code: 'object-key-invalid' });
    });

    it('lets a hundred puts at once all arrive', async () => {
      const puts = Array.from({ length: 100 }, (_, i) => store.put(`many/${i}`, Buffer.from(String(i))));
      await Promise.all(puts);
      expect((await store.list('many/')).keys).toHaveLength(100);
      expect((await store.get('many/42')).toString()).toBe('42');
    });
  });
}
