import { OperationalError } from '@sightline/platform';

/** SQLSTATE classes and codes that say nothing about the statement: trying again may work. PostgreSQL 18, appendix A. */
const operational: readonly [prefix: string, code: string, meaning: string][] = [
  ['08', 'database-unreachable', 'The connection to the database was lost'],
  ['40001', 'database-conflict', 'The transaction met another one'],
  ['40P01', 'database-conflict', 'The transaction met another one'],
  ['53100', 'disk-full', 'The disk of the database is full'],
  ['53', 'database-overloaded', 'The database has no resources left'],
  ['55P03', 'database-overloaded', 'The database is busy'],
  ['57', 'database-unreachable', 'The database ended the statement'],
  ['58', 'database-unreachable', 'The machine of the database failed'],
  ['XX', 'database-unreachable', 'The database failed'],
];

/** Errors of sockets and of pg itself that mean that there is no connection. */
const unreachable = /^(ECONN|EPIPE|ETIMEDOUT|ENOENT|EHOST|ENET|EAI_)|Connection terminated|timeout exceeded|Client (has|was)|not queryable/;

/**
 * Turns what pg and TypeORM throw into an OperationalError where trying again may work, so that consumers retry and callers get a 503.
 * Everything else (a broken statement, a violated constraint) comes back unchanged, with PostgreSQL's `code`.
 */
export function databaseError(error: unknown): unknown {
  const cause = (error as { driverError?: unknown } | null)?.driverError ?? error;
  if (cause instanceof OperationalError) return cause;
  const { code, message } = (cause ?? {}) as { code?: unknown; message?: unknown };
  if (typeof message !== 'string') return cause;
  const state = typeof code === 'string' ? code : '';
  const known = /^[0-9A-Z]{5}$/.test(state) ? operational.find(([prefix]) => state.startsWith(prefix)) : undefined;
  if (known) return new OperationalError(known[1], `${known[2]}: ${message}`, { cause });
  if (unreachable.test(state) || unreachable.test(message))
    return new OperationalError('database-unreachable', `The database cannot be reached: ${message}`, { cause });
  return cause;
}
