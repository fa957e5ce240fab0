import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { TypescriptProcess } from '@sightline/testing';
import { Database, EmbeddedPostgres, lockDataDirectory } from './index.js';
import { processesOn } from './postgres-orphans.js';

const child = 'libs/database/embedded-postgres.child.ts';
const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function dataDirectory(): Promise<string> {
  const directory = await mkdtemp(path.join(tmpdir(), 'sightline-crash-'));
  cleanups.push(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

function holder(directory: string, mode = 'hold'): TypescriptProcess {
  const started = TypescriptProcess.start(child, directory, mode);
  cleanups.push(() => started.kill());
  return started;
}

async function start(directory: string): Promise<{ server: EmbeddedPostgres; database: Database }> {
  const server = await EmbeddedPostgres.start(path.join(directory, 'postgres'));
  const database = new Database({ url: server.url });
  await database.connect();
  cleanups.push(async () => {
    await database.close();
    await server.stop();
  });
  return { server, database };
}

const clusterOf = (directory: string): string => path.join(directory, 'postgres/cluster');
const count = async (database: Database): Promise<number> =>
  Number((await database.query<{ n: string }>('SELECT coalesce(max(n), 0) AS n FROM written'))[0]!.n);

describe('EmbeddedPostgres', () => {
  it('keeps every acknowledged write when its process and the whole server are killed', async () => {
    const directory = await dataDirectory();
    const writer = holder(directory, 'write');
    await writer.line((line) => line === 'wrote 200');
    for (const pid of processesOn(clusterOf(directory))) process.kill(pid, 'SIGKILL');
    await writer.kill();
    const acknowledged = Number(writer.lines.findLast((line) => line.startsWith('wrote'))!.split(' ')[1]);
    const { database } = await start(directory);
    expect(await count(database)).toBeGreaterThanOrEqual(acknowledged);
  });

  it('ends a server that was left behind, and starts', async () => {
    const directory = await dataDirectory();
    const writer = holder(directory, 'write');
    await writer.line((line) => line === 'wrote 50');
    const orphans = processesOn(clusterOf(directory));
    // Stopped, it cannot follow the kernel's signal when its parent dies, and has to be dealt with by the next start.
    for (const pid of orphans) process.kill(pid, 'SIGSTOP');
    await writer.kill();
    expect(processesOn(clusterOf(directory)).length).toBeGreaterThan(0);
    const resume = delay(300).then(() => orphans.forEach((pid) => existsSync(`/proc/${pid}`) && process.kill(pid, 'SIGCONT')));
    const { server, database } = await start(directory);
    await resume;
    expect(await count(database)).toBeGreaterThanOrEqual(50);
    expect(orphans).not.toContain(server.pid);
  });

  it('starts although the pid file names a process of somebody else', async () => {
    const directory = await dataDirectory();
    const first = await start(directory);
    for (const pid of processesOn(clusterOf(directory))) process.kill(pid, 'SIGKILL');
    await first.server.stop();
    const file = path.join(clusterOf(directory), 'postmaster.pid');
    await writeFile(
      file,
      `${process.pid}\n${clusterOf(directory)}\n1700000000\n5432\n${path.dirname(clusterOf(directory))}\n\n       0         0\nready   \n`,
    );
    const second = await start(directory);
    expect(Number((await readFile(file, 'utf8')).split('\n')[0])).toBe(second.server.pid);
  });

  it('starts over when it was killed while it made the cluster', async () => {
    const directory = await dataDirectory();
    const maker = holder(directory);
    await maker.line((line) => line === 'locked');
    while (!existsSync(path.join(directory, 'postgres/cluster.new/base'))) await delay(2);
    await maker.kill();
    const { database } = await start(directory);
    expect(await database.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('comes back by itself when the server alone is killed', async () => {
    const directory = await dataDirectory();
    const { server, database } = await start(directory);
    const { pid } = server;
    process.kill(pid!, 'SIGKILL');
    for (;;) {
      const answer = await database.query('SELECT 1 AS one').catch((error: unknown) => error);
      // Sessions of the killed server may answer once more before they end.
      if (Array.isArray(answer) && server.pid !== pid) break;
      if (!Array.isArray(answer)) expect(answer).toMatchObject({ canRetry: true });
      await delay(20);
    }
  });

  it('leaves no process and no socket when it is stopped', async () => {
    const directory = await dataDirectory();
    const { server, database } = await start(directory);
    await database.close();
    await server.stop();
    expect(processesOn(clusterOf(directory))).toEqual([]);
    expect(existsSync(path.join(directory, 'postgres/.s.PGSQL.5432'))).toBe(false);
  });
});

describe('lockDataDirectory', () => {
  it('refuses a second process, naming the first, until that one is dead', async () => {
    const directory = await dataDirectory();
    const first = holder(directory);
    await first.line((line) => line === 'locked');
    await delay(20);
    await expect(lockDataDirectory(directory)).rejects.toMatchObject({
      code: 'data-directory-in-use',
      message: expect.stringContaining(String(first.pid)) as string,
    });
    await first.kill();
    const lock = await lockDataDirectory(directory);
    await lock.release();
    await (await lockDataDirectory(directory)).release();
  });
});
