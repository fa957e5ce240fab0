import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { FileObjectStore } from './file-object-store.js';
import { describeObjectStore } from './object-store.contract.js';

const folders: string[] = [];
async function makeStore(): Promise<FileObjectStore> {
  const folder = await mkdtemp(path.join(tmpdir(), 'object-store-'));
  folders.push(folder);
  const store = new FileObjectStore(folder);
  await store.init();
  return store;
}
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))));

describeObjectStore('FileObjectStore', makeStore);

describe('FileObjectStore', () => {
  it('removes what a crash left unfinished when it starts', async () => {
    const store = await makeStore();
    const folder = folders.at(-1)!;
    await writeFile(path.join(folder, '.incoming', 'half'), 'half');
    await store.init();
    expect((await store.list('')).keys).toEqual([]);
    await expect(store.put('after', Buffer.from('whole'))).resolves.toMatchObject({ bytes: 5 });
  });
});
