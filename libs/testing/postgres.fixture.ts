import { Database, EmbeddedPostgres } from '@sightline/database';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A real PostgreSQL in a temporary folder: one for each test file, a schema or topic of its own for each test. */
export class PostgresFixture {
  private constructor(
    readonly directory: string,
    readonly server: EmbeddedPostgres,
    /** A pool of this process. */
    readonly database: Database,
  ) {}

  static async start(): Promise<PostgresFixture> {
    const directory = await mkdtemp(path.join(tmpdir(), 'sightline-postgres-'));
    const server = await EmbeddedPostgres.start(path.join(directory, 'postgres'));
    const database = new Database({ url: server.url });
    await database.connect();
    return new PostgresFixture(directory, server, database);
  }

  get url(): string {
    return this.server.url;
  }

  async stop(): Promise<void> {
    await this.database.close();
    await this.server.stop();
    await rm(this.directory, { recursive: true, force: true });
  }
}
