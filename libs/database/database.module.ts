import { Global, Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';
import { readConfig } from '@sightline/platform';
import { databaseConfig } from './database.config.js';
import { Database } from './database.js';
import { EmbeddedPostgres } from './embedded-postgres.js';
import { runMigrations, type ServiceSchema } from './migrations.js';

export interface DatabaseRootOptions {
  /** Used instead of `DATABASE_URL`. */
  readonly url?: string;
  /** Where PostgreSQL keeps its cluster when no address is given; the caller holds the lock on the data directory around it. */
  readonly embeddedDirectory?: string;
}

/** Ends the pool and then the embedded server, last of all: after every service has let go. */
class DatabaseLifetime implements OnApplicationShutdown {
  constructor(
    readonly database: Database,
    private readonly embedded: EmbeddedPostgres | null,
  ) {}

  async onApplicationShutdown(): Promise<void> {
    await this.database.close();
    await this.embedded?.stop();
  }
}

/** Gives every service of the process the one {@link Database}. */
@Global()
@Module({})
export class DatabaseModule {
  /** For the composing process; once. `DATABASE_URL` if set, else PostgreSQL embedded in `embeddedDirectory`. */
  static forRoot(options: DatabaseRootOptions = {}): DynamicModule {
    return {
      module: DatabaseModule,
      global: true,
      providers: [
        databaseConfig.provider,
        { provide: DatabaseLifetime, useFactory: () => openDatabase(options) },
        { provide: Database, useFactory: ({ database }: DatabaseLifetime) => database, inject: [DatabaseLifetime] },
      ],
      exports: [Database],
    };
  }

  /** For a service's module: its schema is up to date before any `onModuleInit`. */
  static forService(service: ServiceSchema): DynamicModule {
    const migrated = Symbol(`migrations of ${service.schema}`);
    return {
      module: DatabaseServiceModule,
      providers: [
        { provide: migrated, useFactory: (database: Database) => runMigrations(database, service).then(() => true), inject: [Database] },
      ],
    };
  }
}

/** Carries one service's migrations; Nest tells its instances apart by their providers. */
@Module({})
class DatabaseServiceModule {}

async function openDatabase({ url, embeddedDirectory }: DatabaseRootOptions): Promise<DatabaseLifetime> {
  const config = readConfig(databaseConfig);
  const address = url ?? config.DATABASE_URL;
  if (!address && !embeddedDirectory) throw new Error('DATABASE_URL is not set');
  const embedded = address ? null : await EmbeddedPostgres.start(embeddedDirectory!);
  const database = new Database({
    url: address ?? embedded!.url,
    poolSize: config.SIGHTLINE_DATABASE_POOL,
    statementTimeoutMs: config.SIGHTLINE_DATABASE_STATEMENT_TIMEOUT_MS,
  });
  try {
    await database.connect();
  } catch (error) {
    await embedded?.stop();
    throw error;
  }
  return new DatabaseLifetime(database, embedded);
}
