import { databaseError, type Database } from '@sightline/database';
import { logger, OperationalError } from '@sightline/platform';
import type { Client, Notification, QueryConfig } from 'pg';

const log = logger('events');

/**
 * A connection that lasts as long as the bus and comes back by itself: the next query after a loss opens a new one. What lives in its
 * session (LISTEN, advisory locks) is gone then, which `opened` is told.
 */
export class BusConnection {
  private client: Promise<Client> | undefined;
  private closed = false;
  private openings = 0;
  private queue: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly database: Database,
    private readonly name: string,
    private readonly opened: (client: Client) => Promise<void>,
    private readonly notified: (notification: Notification) => void = () => undefined,
    private readonly lost: () => void = () => undefined,
  ) {}

  /** Changes when the session does: what was locked under another number is not locked any more. */
  get session(): number {
    return this.client ? this.openings : -1;
  }

  /** Opens the connection now, so that its first use is fast. */
  async open(): Promise<void> {
    await this.current();
  }

  /** Rows as arrays, in the statement's column order. @throws OperationalError while there is no connection */
  async rows<Row extends unknown[] = unknown[]>(query: QueryConfig): Promise<Row[]> {
    try {
      return await this.inTurn(async () => {
        const client = await this.current();
        return (await client.query<Row>({ ...query, rowMode: 'array' })).rows;
      });
    } catch (error) {
      throw databaseError(error);
    }
  }

  async close(): Promise<void> {
    this.closed = true;
    const client = await this.client?.catch(() => undefined);
    await client?.end().catch(() => undefined);
  }

  /** pg no longer queues statements itself. */
  private inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.queue.then(work);
    this.queue = result.catch(() => undefined);
    return result;
  }

  private current(): Promise<Client> {
    if (this.closed) return Promise.reject(new OperationalError('bus-closed', 'The event bus was closed'));
    if (!this.client) {
      this.openings += 1;
      this.client = this.connect();
    }
    return this.client;
  }

  private async connect(): Promise<Client> {
    const forget = (): void => {
      if (!this.client) return;
      this.client = undefined;
      if (!this.closed) {
        log.warn({ connection: this.name }, 'a connection of the event bus was lost');
        this.lost();
      }
    };
    try {
      const client = await this.database.openConnection(this.name);
      client.on('error', forget).on('end', forget).on('notification', this.notified);
      await this.opened(client);
      return client;
    } catch (error) {
      this.client = undefined;
      throw error;
    }
  }
}
