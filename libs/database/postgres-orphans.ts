import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * Ends whatever still runs on a cluster after its parent was killed, and removes the files that would mislead the next start.
 *
 * The processes are found by their working folder (postgres enters its data directory) and their program, not by `postmaster.pid`:
 * that file may be missing, or name a pid that now belongs to somebody else. Only after none is left may the file go.
 */
export async function clearOrphans(cluster: string, socketFile: string): Promise<void> {
  // Fast shutdown, then immediate shutdown (the next start recovers from the WAL), then no more patience.
  for (const [signal, waitMs] of [
    ['SIGINT', 1200],
    ['SIGQUIT', 1500],
    ['SIGKILL', 5000],
  ] as const) {
    const orphans = processesOn(cluster);
    if (!orphans.length) break;
    for (const pid of orphans) kill(pid, signal);
    const until = performance.now() + waitMs;
    while (performance.now() < until && processesOn(cluster).length) await delay(10);
  }
  await Promise.all([path.join(cluster, 'postmaster.pid'), socketFile, `${socketFile}.lock`].map((file) => rm(file, { force: true })));
}

/** Pids of the postgres processes that work in a cluster, from Linux' /proc. */
export function processesOn(cluster: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        return (
          readlinkSync(`/proc/${pid}/cwd`) === cluster &&
          !isZombie(pid) &&
          /\/postgres( \(deleted\))?$/.test(readlinkSync(`/proc/${pid}/exe`))
        );
      } catch {
        return false;
      }
    });
}

function isZombie(pid: number): boolean {
  return /\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
}

function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
