import type { SightlineEvent } from '@sightline/contracts';
import type { Database } from '@sightline/database';
import type { QueryRunner } from 'typeorm';
import { Outbox } from './event-bus.port.js';
import { insertEvents } from './log-writer.js';
import type { PostgresLogBus } from './postgres-log.bus.js';

/**
 * Writes events straight into the log, in the transaction that makes the change. The log lies in the same database, so that it is its
 * own outbox: the events appear to readers if and only if the transaction commits, and no relay has to carry them over.
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
    await runner.query(insertEvents, this.bus.writer.parameters(events));
    this.database.afterCommit(runner, () => this.bus.wake());
  }
}
