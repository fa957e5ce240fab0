import { OperationalError } from '@sightline/platform';
import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import path from 'node:path';

const ownerFile = 'owner.pid';

/** Held while one process uses a data directory. */
export interface DataDirectoryLock {
  release(): Promise<void>;
}

/**
 * Makes this process the only one on a data directory until it releases the lock or dies.
 *
 * The lock is a listening socket in Linux' abstract namespace: the kernel grants it to one process, in one step, and takes it back
 * when that process ends however it ends, so that there is no stale lock to judge and no reused pid to be fooled by. Its name comes
 * from the directory's device and inode: two paths to one directory meet. Node offers no `flock`.
 * A file beside it only tells a person who holds the lock.
 * @throws OperationalError `data-directory-in-use`, naming the process
 */
export async function lockDataDirectory(directory: string): Promise<DataDirectoryLock> {
  await mkdir(directory, { recursive: true });
  const { dev, ino } = await stat(directory);
  const file = path.join(directory, ownerFile);
  const server = await listen(`\0sightline-data-directory:${dev}:${ino}`).catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE') throw error;
    const pid = (await readFile(file, 'utf8').catch(() => '')).trim();
    throw new OperationalError(
      'data-directory-in-use',
      `${path.resolve(directory)} is in use by ${pid ? `process ${pid}` : 'another process'}: stop that one, or set SIGHTLINE_DATA_DIR to another folder`,
    );
  });
  await writeFile(file, `${process.pid}\n`);
  return {
    async release() {
      if (!server.listening) return;
      await rm(file, { force: true });
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function listen(name: string): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.unref();
    server.once('error', reject).listen({ path: name }, () => resolve(server));
  });
}
