import type { SightlineEvent } from '@sightline/contracts';
import type { Database } from '@sightline/database';
import type { ClientBase } from 'pg';
import type { QueryRunner } from 'typeorm';
import { channel } from './bus-neighbours.js';
import { Outbox } from './event-bus.port.js';
import { insertEvents } from './log-writer.js';
import type { PostgresLogBus } from './postgres-log.bus.js';

/**
 * The outbox where state and log lie in one database: events are written straight into the log, in the transaction that makes the change.
 * The log is its own outbox: readers see the events if and only if the transaction commits, and no relay has to carry them over.
 */
export class PostgresOutbox extends Outbox {
  constructor(
    private readonly database: Database,
    private readonly bus: PostgresLogBus,
  ) {
    super();
  }

  async add(runner: QueryRunner, events: readonly SightlineEvent[]): Promise<void> {
    if (!events.length) return;
    // TypeORM's own `query` cannot name a statement, and would have it planned each time.
    const client = (await runner.connect()) as ClientBase;
    await client.query({ name: 'insert-events', text: insertEvents, values: this.bus.writer.parameters(events) });
    if (this.database.afterCommit(runner, () => this.bus.wake())) return;
    // A transaction that `Database` did not begin: PostgreSQL itself tells of its commit.
    await client.query(`SELECT pg_notify('${channel}', '')`);
  }
}
