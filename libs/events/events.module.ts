import { Module, type DynamicModule } from '@nestjs/common';
import { Database } from '@sightline/database';
import { readConfig } from '@sightline/platform';
import { EventBus, Outbox } from './event-bus.port.js';
import { eventsConfig } from './events.config.js';
import { EventsStrategy } from './events.strategy.js';
import { PostgresLogBus } from './postgres-log.bus.js';
import { PostgresOutbox } from './postgres.outbox.js';

/** The bus of the process. */
@Module({})
export class EventsModule {
  /** For the composing process; once. */
  static forRoot(_options: { adapter: 'postgres' }): DynamicModule {
    return {
      module: EventsModule,
      global: true,
      providers: [
        eventsConfig.provider,
        {
          provide: PostgresLogBus,
          inject: [Database],
          useFactory: async (database: Database) => {
            const bus = new PostgresLogBus(database, { keepSeconds: readConfig(eventsConfig).SIGHTLINE_BUS_KEEP_HOURS * 3600 });
            await bus.init();
            return bus;
          },
        },
        { provide: EventBus, useExisting: PostgresLogBus },
        {
          provide: Outbox,
          inject: [Database, PostgresLogBus],
          useFactory: (database: Database, bus: PostgresLogBus) => new PostgresOutbox(database, bus),
        },
        EventsStrategy,
      ],
      exports: [EventBus, Outbox, EventsStrategy],
    };
  }
}
