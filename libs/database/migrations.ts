import { DataSource, type MigrationInterface } from 'typeorm';
import { databaseError } from './database-error.js';
import type { Database } from './database.js';

export interface ServiceSchema {
  /** Owned by one service alone; lower case letters, digits and underscores. */
  readonly schema: string;
  /** In order; a class's name ends in its time, such as `CreateInspection1760000000000`, and it names its schema in every statement. */
  readonly migrations: readonly (new () => MigrationInterface)[];
}

/**
 * Brings a service's schema up to date: idempotent, one starter at a time (others wait for an advisory lock), and one cheap query when
 * there is nothing to do. What has run stands in the table `migrations` of the schema.
 */
export async function runMigrations(database: Database, { schema, migrations }: ServiceSchema): Promise<void> {
  if (!/^[a-z_][a-z0-9_]*$/.test(schema)) throw new Error(`"${schema}" is no name for a schema`);
  if (await upToDate(database, schema, migrations)) return;
  const client = await database.openConnection('sightline-migrations');
  try {
    await client.query(`SELECT pg_advisory_lock(hashtextextended('sightline:migrations:' || $1, 0))`, [schema]);
    if (await upToDate(database, schema, migrations)) return;
    await client.query(`CREATE SCHEMA IF NOT EXISTS ${schema}`);
    await migrate(database, schema, migrations);
  } catch (error) {
    throw databaseError(error);
  } finally {
    await client.end();
  }
}

async function upToDate(database: Database, schema: string, migrations: ServiceSchema['migrations']): Promise<boolean> {
  const [table] = await database.query<{ found: boolean }>(`SELECT to_regclass($1) IS NOT NULL AS found`, [`${schema}.migrations`]);
  if (!table?.found) return false;
  const done = new Set((await database.query<{ name: string }>(`SELECT name FROM ${schema}.migrations`)).map(({ name }) => name));
  return migrations.every(({ name }) => done.has(name));
}

async function migrate(database: Database, schema: string, migrations: ServiceSchema['migrations']): Promise<void> {
  const dataSource = new DataSource(
    database.dataSourceOptions({
      schema,
      migrations: [...migrations],
      migrationsTableName: 'migrations',
      poolSize: 2,
      extra: { statement_timeout: 0 },
    }),
  );
  await dataSource.initialize();
  try {
    await dataSource.runMigrations({ transaction: 'each' });
  } finally {
    await dataSource.destroy();
  }
}
