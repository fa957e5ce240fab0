import type { Inspection } from '@sightline/contracts';
import { readFile } from 'node:fs/promises';
import { request } from 'undici';
import { CliError, inOneLine } from '../failure.js';
import { imagesAt, mediaTypeOf } from '../image-files.js';
import { verdictInWords } from '../inspect/inspection.text.js';
import { sampleFolder } from '../root-folder.js';
import { FrameSender } from './frame-sender.js';
import { playLoad } from './schedule.js';
import { type Server, serverOf } from './server.js';

export interface DemoOptions {
  readonly url?: string;
  readonly key?: string;
  readonly rate: number;
}

const camera = 'demo';
const waitSeconds = 10;

/** Plays the sample boards until Ctrl-C. @throws CliError when the server refuses */
export async function playDemo(options: DemoOptions): Promise<void> {
  const server = await serverOf(options);
  const files = await imagesAt([sampleFolder]);
  const shots = await Promise.all(files.map(async (file) => ({ bytes: await readFile(file), mediaType: mediaTypeOf(file) })));
  await ensureCamera(server);
  const sender = new FrameSender(server, 4, waitSeconds);
  const ended = new AbortController();
  process.once('SIGINT', () => ended.abort());
  process.stdout.write(`Playing ${shots.length} sample boards at ${server.url} as camera "${camera}". Ctrl-C ends it.\n`);
  const run = Date.now().toString(36).toUpperCase();
  try {
    await playLoad({ rate: options.rate, connections: 4, count: null, seconds: null, signal: ended.signal }, async (index) => {
      const part = `DEMO-${run}-${index + 1}`;
      const answer = await sender.post(shots[index % shots.length]!, { camera, part }).catch((error: unknown) => inOneLine(error));
      if (!ended.signal.aborted)
        process.stdout.write(`${part}  ${typeof answer === 'string' ? answer : describe(answer.status, answer.body)}\n`);
    });
  } finally {
    await sender.close();
  }
}

async function ensureCamera({ url, key }: Server): Promise<void> {
  const address = `${url}/v1/cameras/${camera}`;
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
  const unreachable = (error: unknown): never => {
    throw new CliError(`${url} does not answer: ${inOneLine(error)}. Start it with "npm start", or name it with --url.`);
  };
  const known = await request(address, { headers }).catch(unreachable);
  await known.body.dump();
  if (known.statusCode !== 404) return;
  const body = JSON.stringify({ site: 'demo', line: 'demo-line', station: 'aoi-1', view: 'top', recipe: 'pcb' });
  const made = await request(address, { method: 'PUT', headers, body }).catch(unreachable);
  const text = await made.body.text();
  if (made.statusCode >= 300) throw new CliError(`Cannot make the camera "${camera}": ${made.statusCode} ${text}`);
}

function describe(status: number, body: string): string {
  const { inspections, detail } = JSON.parse(body) as { inspections?: Inspection[]; detail?: string };
  if (!inspections?.[0]) return status === 202 ? `pending  not judged within ${waitSeconds} s` : `refused  ${status} ${detail ?? ''}`;
  const { verdict, found } = verdictInWords(inspections[0], process.stdout.isTTY);
  return `${verdict} ${found}`.trimEnd();
}
