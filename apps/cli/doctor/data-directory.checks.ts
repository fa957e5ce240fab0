import { access, constants, open, rm, stat, statfs } from 'node:fs/promises';
import path from 'node:path';
import { dataDirectory } from '../root-folder.js';
import type { Finding } from './diagnosis.js';

const gib = 2 ** 30;
/** What ingestion leaves alone by default, bytes. */
const leftAlone = 0.5e9;
const syncs = 20;

/** The data directory, or the nearest folder above it that exists. */
async function existingFolder(): Promise<string> {
  let folder = dataDirectory();
  while (!(await stat(folder).catch(() => null))) folder = path.dirname(folder);
  return folder;
}

export async function checkDataDirectory(): Promise<Finding> {
  const [wanted, folder] = [dataDirectory(), await existingFolder()];
  const isWritable = await access(folder, constants.W_OK | constants.X_OK).then(
    () => true,
    () => false,
  );
  if (!isWritable)
    return {
      state: 'problem',
      found: `${folder} cannot be written`,
      advice: 'Give this user the right to write there, or set SIGHTLINE_DATA_DIR to another folder.',
    };
  if (!(await stat(folder)).isDirectory())
    return { state: 'problem', found: `${folder} is no folder`, advice: 'Set SIGHTLINE_DATA_DIR to a folder.' };
  return { state: 'ok', found: folder === wanted ? wanted : `${wanted} (the first start makes it)` };
}

export async function checkFreeSpace(): Promise<Finding> {
  const { bavail, bsize } = await statfs(await existingFolder());
  const free = bavail * bsize;
  const found = `${(free / gib).toFixed(1)} GiB free`;
  const advice = 'Make room: every frame is kept, and frames are answered 503 before the disk is full.';
  if (free < leftAlone) return { state: 'problem', found, advice };
  return free < 5 * gib ? { state: 'warning', found, advice } : { state: 'ok', found };
}

/** Each frame is on the disk before it is answered: how long that takes bounds how many a second can be taken. */
export async function checkSyncSpeed(): Promise<Finding> {
  const file = path.join(await existingFolder(), `.sightline-sync-${process.pid}`);
  const times: number[] = [];
  const handle = await open(file, 'w');
  try {
    for (let n = 0; n < syncs; n++) {
      const start = performance.now();
      await handle.write(Buffer.alloc(4096, n));
      await handle.datasync();
      times.push(performance.now() - start);
    }
  } finally {
    await handle.close();
    await rm(file, { force: true });
  }
  times.sort((a, b) => a - b);
  const median = times[syncs >> 1]!;
  const found = `${median.toFixed(2)} ms to write and sync 4 KiB (slowest of ${syncs}: ${times.at(-1)!.toFixed(2)} ms)`;
  return median > 20
    ? { state: 'warning', found, advice: 'A slow disk makes every answer wait: put SIGHTLINE_DATA_DIR on a local SSD.' }
    : { state: 'ok', found };
}
