import { runMigrations } from '@sightline/database';
import { Outbox } from '@sightline/events';
import { FileObjectStore } from '@sightline/storage';
import { PostgresFixture } from '@sightline/testing';
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { FrameRepository } from './frame.repository.js';
import { hourFolder } from './hour-folder.js';
import { Frames1763700000000 } from './migrations/1763700000000-frames.js';
import { OrphanSweepJob } from './orphan-sweep.job.js';

class NobodyListens extends Outbox {
  async add(): Promise<void> {}
}

let postgres: PostgresFixture;
beforeAll(async () => {
  postgres = await PostgresFixture.start();
  await runMigrations(postgres.database, { schema: 'ingestion', migrations: [Frames1763700000000] });
});
afterAll(() => postgres.stop());

it('removes images of an hour that is over and that no frame refers to, and no others', async () => {
  const store = new FileObjectStore(path.join(postgres.directory, 'objects'));
  await store.init();
  const frames = new FrameRepository(postgres.database, new NobodyListens());
  const now = new Date('2026-11-21T09:30:00.000Z');
  const put = async (time: string): Promise<string> => {
    const id = randomUUID();
    await store.put(hourFolder(time) + id, Buffer.from('image'));
    return id;
  };
  const orphan = await put('2026-11-21T07:59:59.000Z');
  const kept = await put('2026-11-21T07:10:00.000Z');
  const underWay = await put('2026-11-21T09:29:59.000Z');
  await postgres.database.query('INSERT INTO ingestion.frame (id, inspection_id, received_at, record) VALUES ($1, $1, now(), $2)', [
    kept,
    '{}',
  ]);

  const sweep = new OrphanSweepJob(store, frames);
  expect(await sweep.sweepLastHour(now)).toBe(1);
  expect(await sweep.sweepLastHour(now)).toBe(0);

  const left = (await store.list('frames/')).keys.map((key) => key.split('/').at(-1));
  expect(left.sort()).toEqual([kept, underWay].sort());
  expect(left).not.toContain(orphan);
  await store.destroy();
});
