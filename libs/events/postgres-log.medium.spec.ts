import { Database } from '@sightline/database';
import { PostgresFixture, TypescriptProcess } from '@sightline/testing';
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { describeEventBus, eventOf, unique, until } from './event-bus.contract.js';
import { removeOldEvents } from './log-retention.js';
import { PostgresLogBus } from './postgres-log.bus.js';
import { PostgresOutbox } from './postgres.outbox.js';

let fixture: PostgresFixture;
const databases: Database[] = [];
beforeAll(async () => {
  fixture = await PostgresFixture.start();
});
afterAll(async () => {
  for (const database of databases.splice(0)) await database.close();
  await fixture.stop();
});

async function join(): Promise<{ database: Database; bus: PostgresLogBus }> {
  const database = new Database({ url: fixture.url });
  await database.connect();
  databases.push(database);
  const bus = new PostgresLogBus(database);
  await bus.init();
  return { database, bus };
}

describeEventBus('the Postgres log', async () => ({
  join: async () => (await join()).bus,
  spawn: (group, topic) => TypescriptProcess.start('libs/events/event-consumer.child.ts', fixture.url, group, topic),
  dispose: async () => undefined,
}));

describe('the Postgres log', () => {
  it('does not skip a transaction that commits after a later one', async () => {
    const { database, bus } = await join();
    const outbox = new PostgresOutbox(database, bus);
    const topic = unique('late');
    const got: unknown[] = [];
    await bus.subscribe({ group: 'g', topics: [topic], handle: async ({ data }) => void got.push(data) });
    let commitFirst!: () => void;
    const held = new Promise<void>((resolve) => (commitFirst = resolve));
    let written!: () => void;
    const firstWritten = new Promise<void>((resolve) => (written = resolve));
    const first = database.transaction(async (runner) => {
      await outbox.add(runner, [eventOf(topic, 'k', 'first')]);
      written();
      await held;
    });
    await firstWritten;
    await bus.publish([eventOf(topic, 'k', 'second')]);
    await delay(100);
    expect(got).toEqual([]);
    commitFirst();
    await first;
    await until(() => got.length === 2);
    expect(got).toEqual(['first', 'second']);
  });

  it('publishes nothing of a transaction that rolls back', async () => {
    const { database, bus } = await join();
    const outbox = new PostgresOutbox(database, bus);
    const topic = unique('rollback');
    const got: unknown[] = [];
    await bus.subscribe({ group: 'g', topics: [topic], handle: async ({ data }) => void got.push(data) });
    const failed = database.transaction(async (runner) => {
      await outbox.add(runner, [eventOf(topic, 'k', 'never')]);
      throw new Error('changed my mind');
    });
    await expect(failed).rejects.toThrow('changed my mind');
    await database.transaction((runner) => outbox.add(runner, [eventOf(topic, 'k', 'kept')]));
    await until(() => got.length > 0);
    expect(got).toEqual(['kept']);
  });

  it('carries on when all its connections are lost', async () => {
    const { bus } = await join();
    const topic = unique('lost');
    const got: unknown[] = [];
    await bus.subscribe({ group: 'g', topics: [topic], handle: async ({ data }) => void got.push(data) });
    await bus.publish([eventOf(topic, 'k', 1)]);
    await until(() => got.length === 1);
    await fixture.database.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'sightline%' AND pid <> pg_backend_pid()`,
    );
    for (;;) {
      const failure = await bus.publish([eventOf(topic, 'k', 2)]).then(
        () => null,
        (error: unknown) => error,
      );
      if (!failure) break;
      expect(failure).toMatchObject({ canRetry: true });
    }
    await until(() => got.includes(2));
  });

  it('refuses a second subscription of a group and topic in one process', async () => {
    const { bus } = await join();
    const topic = unique('double');
    const running = await bus.subscribe({ group: 'g', topics: [topic], handle: async () => undefined });
    await expect(bus.subscribe({ group: 'g', topics: [topic], handle: async () => undefined })).rejects.toThrow('subscribed to already');
    await running.stop();
    await bus.subscribe({ group: 'g', topics: [topic], handle: async () => undefined });
  });

  it('deletes what every group has finished, and nothing that one still needs', async () => {
    const { database, bus } = await join();
    const topic = unique('old');
    const count = async (): Promise<number> =>
      Number((await database.query<{ n: string }>('SELECT count(*) AS n FROM bus.log WHERE topic = $1', [topic]))[0]!.n);
    await database.query(`DELETE FROM bus.consumer_offset`);
    const group = `old-${randomUUID()}`;
    let handled = 0;
    const running = await bus.subscribe({ group, topics: [topic], handle: async () => void (handled += 1) });
    await bus.publish([eventOf(topic, 'k', 1), eventOf(topic, 'k', 2)]);
    await until(() => handled === 2);
    await running.stop();
    await bus.publish([eventOf(topic, 'k', 3)]);
    await removeOldEvents(database, 3600);
    expect(await count()).toBe(3);
    await removeOldEvents(database, 0);
    expect(await count()).toBe(1);
  });
});
