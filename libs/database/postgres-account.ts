import { PermanentError } from '@sightline/platform';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';

/** How postgres is started so that it does not run as root, which it refuses, and ends when its parent is killed. */
export interface PostgresAccount {
  /** Owner that the data directory must have; null: this process's own. */
  readonly owner: { readonly uid: number; readonly gid: number } | null;
  /** Words before the program's own. */
  readonly prefix: readonly string[];
  /** Given to `spawn`; absent where the prefix changes the user. */
  readonly spawnAs: { readonly uid?: number; readonly gid?: number };
}

const setpriv = ['/usr/bin/setpriv', '/bin/setpriv', '/usr/sbin/setpriv'].find((file) => existsSync(file));

/** SIGINT is postgres' fast shutdown: a server whose parent was killed ends by itself. */
const endWithParent = setpriv ? [setpriv, '--pdeathsig', 'INT'] : [];

/**
 * Decides which user runs postgres on a directory.
 *
 * Not root: this user. Root: the folder's owner if it has been used before, else `postgres`, else `nobody`. Where that user cannot reach
 * the folder (one below `/root`, a parent with mode 0700), it gets CAP_DAC_OVERRIDE through `setpriv` and nothing
 * else of root's: no other folder has to change its mode or owner.
 * @param directory exists
 * @throws PermanentError `data-directory-unreachable`, saying what to do
 */
export function postgresAccount(directory: string, program: string, owner = postgresOwner(directory)): PostgresAccount {
  if (!owner) return { owner: null, prefix: endWithParent, spawnAs: {} };
  const reaches = (prefix: readonly string[], spawnAs: PostgresAccount['spawnAs']): boolean => {
    const [command, ...words] = [...prefix, '/bin/sh', '-c', 'cd "$0" && "$1" --version', directory, program];
    return spawnSync(command, words, { ...spawnAs, cwd: '/', stdio: 'ignore' }).status === 0;
  };
  if (reaches(endWithParent, owner)) return { owner, prefix: endWithParent, spawnAs: owner };
  if (setpriv) {
    const ids = ['--reuid', String(owner.uid), '--regid', String(owner.gid), '--clear-groups'];
    const prefix = [...endWithParent, ...ids, '--inh-caps', '+dac_override', '--ambient-caps', '+dac_override'];
    if (reaches(prefix, {})) return { owner, prefix, spawnAs: {} };
  }
  throw new PermanentError(
    'data-directory-unreachable',
    `PostgreSQL refuses to run as root, and user ${owner.uid} cannot reach ${directory} or ${program}: run Sightline as another user, ` +
      'set SIGHTLINE_DATA_DIR to a folder whose parents others may enter, or set DATABASE_URL',
  );
}

/** Who is to own the directory; null: this process's own user. */
export function postgresOwner(directory: string): { uid: number; gid: number } | null {
  if (process.getuid?.() !== 0) return null;
  return ownerOf(directory) ?? accountNamed('postgres') ?? accountNamed('nobody') ?? { uid: 65534, gid: 65534 };
}

function ownerOf(directory: string): { uid: number; gid: number } | null {
  const { uid, gid } = statSync(directory);
  return uid === 0 ? null : { uid, gid };
}

function accountNamed(name: string): { uid: number; gid: number } | null {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith(`${name}:`));
  const [, , uid, gid] = line?.split(':') ?? [];
  return uid && gid ? { uid: Number(uid), gid: Number(gid) } : null;
}
