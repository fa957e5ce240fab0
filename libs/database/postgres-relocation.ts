import { PermanentError } from '@sightline/platform';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, lstatSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { PostgresBinaries } from './postgres-binaries.js';

export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/**
 * The programs where the account can reach them: where they are, or linked (copied across file systems) into the system's temporary
 * folder when a parent folder is closed to it. initdb and postgres look at their own path with access(2), which ignores capabilities,
 * so that these programs, unlike the data directory, have to be reachable plainly.
 * @throws PermanentError `postgres-unreachable`
 */
export function reachableBinaries(binaries: PostgresBinaries, account: Account): PostgresBinaries {
  if (runs(binaries.postgres, account)) return binaries;
  const native = path.dirname(path.dirname(binaries.postgres));
  for (const place of new Set([tmpdir(), '/tmp', '/var/tmp', '/opt'])) {
    const home = linkedInto(place, native);
    if (!home) continue;
    const moved = { postgres: path.join(home, 'bin/postgres'), initdb: path.join(home, 'bin/initdb') };
    if (runs(moved.postgres, account)) return moved;
  }
  throw new PermanentError(
    'postgres-unreachable',
    `User ${account.uid} cannot reach ${binaries.postgres}: run Sightline from a folder whose parents others may enter, as another user, or set DATABASE_URL`,
  );
}

const runs = (program: string, { uid, gid }: Account): boolean =>
  spawnSync(program, ['--version'], { uid, gid, cwd: '/', stdio: 'ignore' }).status === 0;

/** @returns the folder, complete and ours alone to write; null where it cannot be had */
function linkedInto(place: string, native: string): string | null {
  const home = path.join(place, `sightline-postgres-${createHash('sha256').update(native).digest('hex').slice(0, 16)}`);
  if (isOurs(home)) return home;
  try {
    const draft = mkdtempSync(`${home}-`);
    const copied = ['-al', '-a'].some((how) => spawnSync('cp', [how, `${native}/.`, draft], { stdio: 'ignore' }).status === 0);
    chmodSync(draft, 0o755);
    if (copied) renameSync(draft, home);
    else rmSync(draft, { recursive: true, force: true });
  } catch {
    // Another start was faster, or the place cannot be written: the check below tells which.
  }
  return isOurs(home) ? home : null;
}

/** Nobody else may have put programs there for us to run. */
function isOurs(home: string): boolean {
  const found = lstatSync(home, { throwIfNoEntry: false });
  return found !== undefined && found.isDirectory() && found.uid === process.getuid?.() && (found.mode & 0o022) === 0;
}
