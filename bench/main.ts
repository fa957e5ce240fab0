import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './images.js';
import { ingestion } from './ingestion.scenario.js';
import { describeMachine } from './machine.js';
import { memory } from './memory.scenario.js';
import { peer } from './peer.scenario.js';
import { startup } from './startup.scenario.js';
import { throughput } from './throughput.scenario.js';

const seconds = Number(process.env['SIGHTLINE_BENCH_SECONDS'] ?? 20);
const scenarios: Record<string, () => Promise<Record<string, unknown>>> = {
  throughput: () => throughput(seconds),
  ingestion: () => ingestion(seconds),
  startup,
  peer: () => peer(seconds),
  memory: () => memory(),
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in scenarios));
if (unknown.length) throw new Error(`there is no scenario ${unknown.join(', ')}; there are ${Object.keys(scenarios).join(', ')}`);
const folder = path.join(root, 'bench/results');
mkdirSync(folder, { recursive: true });
for (const name of asked.length ? asked : Object.keys(scenarios)) {
  const result = { scenario: name, machine: describeMachine(), seconds, ...(await scenarios[name]!()) };
  const text = JSON.stringify(result, null, 2);
  console.log(text);
  if (!('skipped' in result)) writeFileSync(path.join(folder, `${name}.json`), `${text}\n`);
}
