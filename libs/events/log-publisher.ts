import type { SightlineEvent } from '@sightline/contracts';
import { Coalescer, type Database } from '@sightline/database';
import { BusConnection } from './bus-connection.js';
import type { PublishOptions } from './event-bus.port.js';
import { insertEvents, type LogWriter } from './log-writer.js';

type Durability = NonNullable<PublishOptions['durability']>;

const settings: Record<Durability, string> = {
  synced: 'SET synchronous_commit = on',
  // The write-ahead log keeps its order: what a crash takes is the end of it, and with an event everything that came after.
  ordered: 'SET synchronous_commit = off',
};

/** Writes events into the log; publications that come together share one statement. A connection for each durability. */
export class LogPublisher {
  private readonly connections: BusConnection[] = [];
  private readonly coalescers: Record<Durability, Coalescer<readonly SightlineEvent[], undefined>>;

  constructor(
    private readonly database: Database,
    private readonly writer: LogWriter,
    /** Events are in the log. */
    private readonly published: () => void,
  ) {
    this.coalescers = { synced: this.coalescer('synced'), ordered: this.coalescer('ordered') };
  }

  async publish(events: readonly SightlineEvent[], durability: Durability): Promise<void> {
    await this.coalescers[durability].add(events);
  }

  /** Finishes what is under way. */
  async close(): Promise<void> {
    await Promise.all(Object.values(this.coalescers).map((coalescer) => coalescer.idle()));
    await Promise.all(this.connections.map((connection) => connection.close()));
  }

  private coalescer(durability: Durability): Coalescer<readonly SightlineEvent[], undefined> {
    const connection = new BusConnection(
      this.database,
      `sightline-bus-${durability}`,
      async (client) => void (await client.query(settings[durability])),
    );
    this.connections.push(connection);
    return new Coalescer(async (batch) => {
      await connection.rows({ name: 'insert-events', text: insertEvents, values: this.writer.parameters(batch.flat()) });
      this.published();
      return batch.map(() => undefined);
    });
  }
}
