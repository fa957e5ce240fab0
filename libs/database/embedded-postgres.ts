import { logger, OperationalError, PermanentError } from '@sightline/platform';
import { spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { chmod, chown, lstat, mkdir, open, readFile, rename, rm, stat, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { postgresAccount, postgresOwner, type PostgresAccount } from './postgres-account.js';
import { postgresBinaries, type PostgresBinaries } from './postgres-binaries.js';
import { clearOrphans, processesOn } from './postgres-orphans.js';
import { reachableBinaries } from './postgres-relocation.js';
import { initdbArguments, postgresSettings, socketPort } from './postgres-settings.js';

const log = logger('postgres');
const majorVersion = '18';
/** Linux allows 107 bytes for the path of a socket; the file's own name takes 15. */
const longestSocketDirectory = 90;
const largestLogBytes = 4 << 20;

/**
 * A real PostgreSQL in a folder, as a child of this process. It survives a kill of everything at any moment: the cluster is made beside
 * its place and moved there when complete, servers left behind are ended before a new one starts, and it starts again when it dies alone.
 *
 * The folder holds `cluster/`, `postgres.log` and the socket. The server is its own process group, so that Ctrl-C reaches only this
 * process, which then drains before it stops the server; when this process is killed the kernel tells the server to shut down.
 */
export class EmbeddedPostgres {
  private child: ChildProcess | undefined;
  private stopping = false;
  private becameReady = false;
  private readonly trim = setInterval(() => void this.trimLog(), 60_000).unref();
  private readonly killWithProcess = (): void => void this.child?.kill('SIGINT');

  private constructor(
    private readonly binaries: PostgresBinaries,
    private readonly account: PostgresAccount,
    private readonly directory: string,
    private readonly socketDirectory: string,
  ) {
    process.once('exit', this.killWithProcess);
  }

  /**
   * Starts the server, making the cluster if there is none, and waits until it takes connections.
   * The caller holds the lock on the data directory.
   * @throws PermanentError `data-directory-unreachable`, `data-directory-version`, `no-embedded-postgres`
   * @throws OperationalError `database-start` with the end of the server's log
   */
  static async start(directory: string): Promise<EmbeddedPostgres> {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    const home = realpathSync(directory);
    const owner = postgresOwner(home);
    const packaged = await postgresBinaries();
    const binaries = owner ? reachableBinaries(packaged, owner) : packaged;
    const account = postgresAccount(home, binaries.postgres, owner);
    const server = new EmbeddedPostgres(binaries, account, home, socketDirectoryFor(home));
    try {
      await server.own(home);
      await server.own(server.socketDirectory);
      await server.initialise();
      await server.launch();
      return server;
    } catch (error) {
      await server.stop();
      throw error;
    }
  }

  /** Address for pg and for `DATABASE_URL`. */
  get url(): string {
    return `postgresql://sightline@localhost:${socketPort}/postgres?host=${encodeURIComponent(this.socketDirectory)}`;
  }

  get pid(): number | undefined {
    return this.child?.pid;
  }

  private get cluster(): string {
    return path.join(this.directory, 'cluster');
  }

  private get logFile(): string {
    return path.join(this.directory, 'postgres.log');
  }

  /** Ends the server: fast shutdown, then less patient ones. Nothing of it is left when this resolves. */
  async stop(): Promise<void> {
    this.stopping = true;
    clearInterval(this.trim);
    process.off('exit', this.killWithProcess);
    const child = this.child;
    if (child && child.exitCode === null && child.signalCode === null) {
      child.ref();
      const patience = new AbortController();
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGINT');
      await Promise.race([ended, delay(5000, undefined, { signal: patience.signal }).catch(() => undefined)]);
      patience.abort();
    }
    await clearOrphans(this.cluster, this.socketFile);
    if (!this.socketDirectory.startsWith(this.directory)) await rm(this.socketDirectory, { recursive: true, force: true });
  }

  private get socketFile(): string {
    return path.join(this.socketDirectory, `.s.PGSQL.${socketPort}`);
  }

  private async own(directory: string): Promise<void> {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    const { uid, gid } = this.account.owner ?? { uid: process.getuid?.(), gid: process.getgid?.() };
    const found = await lstat(directory);
    if (uid === undefined || gid === undefined || found.uid === uid) return;
    if (found.uid !== process.getuid?.() || !found.isDirectory()) {
      throw new PermanentError(
        'data-directory-unreachable',
        `${directory} belongs to user ${found.uid}: remove it, or set SIGHTLINE_DATA_DIR to another folder`,
      );
    }
    await chown(directory, uid, gid);
    await chmod(directory, 0o700);
  }

  private async initialise(): Promise<void> {
    if (existsSync(this.cluster)) {
      const version = (await readFile(path.join(this.cluster, 'PG_VERSION'), 'utf8')).trim();
      if (version === majorVersion) return;
      throw new PermanentError(
        'data-directory-version',
        `${this.cluster} was written by PostgreSQL ${version}, and this is ${majorVersion}: export it with the older Sightline first`,
      );
    }
    const unfinished = path.join(this.directory, 'cluster.new');
    await rm(unfinished, { recursive: true, force: true });
    const child = await this.run(this.binaries.initdb, initdbArguments(unfinished));
    const code = await new Promise((resolve) => child.once('exit', resolve));
    if (code !== 0) throw new OperationalError('database-start', `initdb ended with ${String(code)}: ${this.endOfLog()}`);
    await rename(unfinished, this.cluster);
  }

  private async launch(): Promise<void> {
    await clearOrphans(this.cluster, this.socketFile);
    await this.trimLog();
    const child = await this.run(this.binaries.postgres, ['-D', this.cluster, ...postgresSettings(this.cluster, this.socketDirectory)]);
    this.child = child;
    child.unref();
    child.once('exit', (code, signal) => void this.relaunch(child, code, signal));
    while (!this.isReady(child)) {
      if (child.exitCode !== null || child.signalCode !== null)
        throw new OperationalError('database-start', `PostgreSQL did not start: ${this.endOfLog()}`);
      await delay(5);
    }
  }

  /** The server died alone (out of memory, a kill): its clients reconnect to the same socket. */
  private async relaunch(child: ChildProcess, code: number | null, signal: string | null): Promise<void> {
    if (this.stopping || this.child !== child || !this.becameReady) return;
    log.error({ code, signal }, 'PostgreSQL ended unexpectedly, starting it again');
    for (let waitMs = 100; !this.stopping; waitMs = Math.min(waitMs * 2, 5000)) {
      this.becameReady = false;
      try {
        return await this.launch();
      } catch (error) {
        log.error({ err: error }, 'PostgreSQL did not start');
        await delay(waitMs);
      }
    }
  }

  /** The server writes its state as the eighth line of its pid file, as `pg_ctl -w` reads it. */
  private isReady(child: ChildProcess): boolean {
    try {
      const lines = readFileSync(path.join(this.cluster, 'postmaster.pid'), 'utf8').split('\n');
      this.becameReady = Number(lines[0]) === child.pid && lines[7]?.trim() === 'ready';
      return this.becameReady;
    } catch {
      return false;
    }
  }

  private async run(program: string, words: readonly string[]): Promise<ChildProcess> {
    const output = await open(this.logFile, 'a', 0o600);
    try {
      const [command, ...rest] = [...this.account.prefix, program, ...words];
      // A clean environment: PG* variables and the locale of whoever starts Sightline are not meant for this server.
      const env = { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };
      return await new Promise((resolve, reject) => {
        const child = spawn(command!, rest, {
          ...this.account.spawnAs,
          cwd: this.directory,
          env,
          detached: true,
          stdio: ['ignore', output.fd, output.fd],
        });
        child
          .once('error', (error) => reject(new OperationalError('database-start', `${program} cannot be started`, { cause: error })))
          .once('spawn', () => resolve(child));
      });
    } finally {
      await output.close();
    }
  }

  private endOfLog(): string {
    return readFileSync(this.logFile, 'utf8').slice(-2000).trim();
  }

  /** The file is written in append mode: cutting it off under the server is safe. */
  private async trimLog(): Promise<void> {
    const size = await stat(this.logFile).then(
      ({ size: bytes }) => bytes,
      () => 0,
    );
    if (size > largestLogBytes)
      await truncate(this.logFile, 0).catch((error: unknown) => log.warn({ err: error }, 'cannot shorten postgres.log'));
  }

  /** How many processes the server has; none after `stop`. */
  get processCount(): number {
    return processesOn(this.cluster).length;
  }
}

function socketDirectoryFor(home: string): string {
  if (Buffer.byteLength(home) <= longestSocketDirectory) return home;
  return path.join(realpathSync(tmpdir()), `sightline-${createHash('sha256').update(home).digest('hex').slice(0, 16)}`);
}
