// A consumer in a process of its own, for the tests that kill it: prints what it handles, and never ends with an event of the key `stuck`.
import type { SightlineEvent } from '@sightline/contracts';
import { Database } from '@sightline/database';
import { PostgresLogBus } from './postgres-log.bus.js';

const [url, group, topic] = process.argv.slice(2) as [string, string, string];
const database = new Database({ url });
await database.connect();
const bus = new PostgresLogBus(database);
await bus.init();
await bus.subscribe({
  group,
  topics: [topic],
  handle: async ({ key, data }: SightlineEvent) => {
    console.log(`handled ${key} ${String(data)}`);
    if (key === 'stuck') await new Promise(() => undefined);
  },
});
console.log('ready');
