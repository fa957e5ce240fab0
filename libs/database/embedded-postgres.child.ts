// A process that holds a data directory with its PostgreSQL, for the tests that kill it.
import { Database, EmbeddedPostgres, lockDataDirectory } from './index.js';

const [directory, mode] = process.argv.slice(2) as [string, string];
await lockDataDirectory(directory);
console.log('locked');
const server = await EmbeddedPostgres.start(`${directory}/postgres`);
const database = new Database({ url: server.url });
await database.connect();
console.log(`started ${server.pid}`);
if (mode === 'write') {
  await database.query('CREATE TABLE IF NOT EXISTS written (n bigserial PRIMARY KEY)');
  for (;;) {
    const [row] = await database.query<{ n: string }>('INSERT INTO written DEFAULT VALUES RETURNING n');
    console.log(`wrote ${row!.n}`);
  }
}
setInterval(() => undefined, 1000);
