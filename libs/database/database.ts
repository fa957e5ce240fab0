import { logger } from '@sightline/platform';
import pg from 'pg';
import { parse } from 'pg-connection-string';
import { DataSource, type DataSourceOptions, type QueryRunner } from 'typeorm';
import { databaseError } from './database-error.js';

const log = logger('database');

export interface DatabaseOptions {
  /** `postgresql://user:password@host:port/name`; `?host=/folder` names a unix socket. */
  readonly url: string;
  /** Connections in the pool. Default 8. */
  readonly poolSize?: number;
  /** Default 30000; 0 is none. */
  readonly statementTimeoutMs?: number;
}

/**
 * The process's one pool of connections, shared by all services in it. What it throws is an OperationalError where trying again may work.
 * Services name their tables with their schema, such as `inspection.inspection`.
 */
export class Database {
  private readonly dataSource: DataSource;
  private readonly afterCommits = new WeakMap<QueryRunner, (() => void)[]>();
  private readonly closing: (() => Promise<void>)[] = [];

  constructor(private readonly options: DatabaseOptions) {
    this.dataSource = new DataSource(this.dataSourceOptions());
  }

  /** @throws OperationalError `database-unreachable` */
  async connect(): Promise<void> {
    await this.mapped(() => this.dataSource.initialize());
  }

  /** Ends everything registered with {@link beforeClose}, then the pool. */
  async close(): Promise<void> {
    for (const step of this.closing.splice(0).reverse())
      await step().catch((error: unknown) => log.warn({ err: error }, 'could not end cleanly'));
    if (this.dataSource.isInitialized) await this.dataSource.destroy();
  }

  /** Runs a step while connections still work; the last registered first. */
  beforeClose(step: () => Promise<void>): void {
    this.closing.push(step);
  }

  /** One statement on a connection of the pool; its rows. `bigint` and `numeric` columns come as text. */
  async query<Row = Record<string, unknown>>(sql: string, parameters: readonly unknown[] = []): Promise<Row[]> {
    return this.mapped(async () => (await this.pool.query(sql, parameters as unknown[])).rows as Row[]);
  }

  /** As {@link query}, but planned once a connection: for statements that run all the time. @param name unique to the text */
  async prepared<Row = Record<string, unknown>>(name: string, sql: string, parameters: readonly unknown[] = []): Promise<Row[]> {
    return this.mapped(async () => (await this.pool.query({ name, text: sql, values: parameters as unknown[] })).rows as Row[]);
  }

  /** Runs `work` in a transaction: committed when it resolves, rolled back when it rejects. */
  async transaction<Result>(work: (runner: QueryRunner) => Promise<Result>): Promise<Result> {
    return this.mapped(async () => {
      const runner = this.dataSource.createQueryRunner();
      const callbacks: (() => void)[] = [];
      this.afterCommits.set(runner, callbacks);
      try {
        await runner.startTransaction();
        const result = await work(runner);
        await runner.commitTransaction();
        for (const callback of callbacks) callback();
        return result;
      } catch (error) {
        if (runner.isTransactionActive)
          await runner.rollbackTransaction().catch((failure: unknown) => log.debug({ err: failure }, 'rollback failed'));
        throw error;
      } finally {
        await runner.release();
      }
    });
  }

  /**
   * Calls back right after the transaction of `runner` committed; never when it rolls back.
   * @returns false when the runner does not come from {@link transaction}, so that nobody would call back
   */
  afterCommit(runner: QueryRunner, callback: () => void): boolean {
    const callbacks = this.afterCommits.get(runner);
    callbacks?.push(callback);
    return callbacks !== undefined;
  }

  /**
   * A connection of its own outside the pool, for what lives as long as a session: LISTEN, advisory locks, session settings.
   * The caller ends it and listens to its `error` and `end`.
   */
  async openConnection(applicationName: string): Promise<pg.Client> {
    return this.mapped(async () => {
      const client = new pg.Client({
        ...this.connection(),
        application_name: applicationName,
        keepAlive: true,
        connectionTimeoutMillis: 10_000,
      });
      await client.connect();
      return client;
    });
  }

  /** For a data source with migrations of its own; see {@link runMigrations}. */
  dataSourceOptions(overrides: Partial<DataSourceOptions> = {}): DataSourceOptions {
    const { poolSize = 8, statementTimeoutMs = 30_000 } = this.options;
    const { host, port, user, password, database } = this.connection();
    return {
      type: 'postgres',
      ...(host !== undefined && { host }),
      ...(port !== undefined && { port }),
      ...(user !== undefined && { username: user }),
      ...(password !== undefined && { password }),
      ...(database !== undefined && { database }),
      ssl: this.connection().ssl ?? false,
      poolSize,
      logging: false,
      installExtensions: false,
      connectTimeoutMS: 10_000,
      applicationName: 'sightline',
      poolErrorHandler: (error: unknown) => log.warn({ err: error }, 'an idle connection was lost'),
      extra: { statement_timeout: statementTimeoutMs, idleTimeoutMillis: 60_000, keepAlive: true },
      ...overrides,
    } as DataSourceOptions;
  }

  private get pool(): pg.Pool {
    return (this.dataSource.driver as unknown as { master: pg.Pool }).master;
  }

  private connection(): pg.ClientConfig {
    const { host, port, user, password, database, ssl } = parse(this.options.url);
    return {
      ...(host && { host }),
      ...(port && { port: Number(port) }),
      ...(user && { user }),
      ...(password && { password }),
      ...(database && { database }),
      ...(ssl !== undefined && { ssl: ssl as never }),
    };
  }

  private async mapped<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      throw databaseError(error);
    }
  }
}
