import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { logger, type ConfigOf } from '@sightline/platform';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { rootFolder } from './root-folder.js';
import { standaloneConfig } from './standalone.config.js';
import { readAdminKey } from './welcome.js';

const everyMs = 500;
const autoFrames = (2 * 3600 * 1000) / everyMs;
const log = logger('demo');

/** Plays the sample boards at the API, as a camera would, so that a newcomer sees parts being judged. */
@Injectable()
export class DemoCamera implements OnModuleDestroy {
  private readonly ended = new AbortController();

  constructor(@Inject(standaloneConfig.token) private readonly config: ConfigOf<typeof standaloneConfig>) {}

  start(url: string): void {
    if (this.config.SIGHTLINE_DEMO === 'off') return;
    this.play(url).catch((error: unknown) => {
      if (!this.ended.signal.aborted) log.warn({ err: error }, 'the demo camera stopped');
    });
  }

  onModuleDestroy(): void {
    this.ended.abort();
  }

  private async play(url: string): Promise<void> {
    const samples = await sampleBoards();
    if (!samples.length) return;
    const headers = { authorization: `Bearer ${await readAdminKey()}` };
    const { signal } = this.ended;
    await this.waitUntilReady(url);
    if (!(await this.wanted(url, headers))) return;
    const camera = { site: 'demo', line: 'demo-line', station: 'aoi-1', view: 'top', recipe: 'pcb' };
    const made = await fetch(`${url}/v1/cameras/demo`, {
      method: 'PUT',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify(camera),
      signal,
    });
    if (!made.ok) throw new Error(`PUT /v1/cameras/demo: ${made.status} ${await made.text()}`);
    log.info('the demo camera plays the sample boards; SIGHTLINE_DEMO=off stops it');
    const run = Date.now().toString(36);
    for (let n = 0; this.config.SIGHTLINE_DEMO === 'on' || n < autoFrames; n++) {
      if (n % 20 === 0 && !(await this.wanted(url, headers))) return;
      const body = await readFile(samples[n % samples.length]!);
      const answer = await fetch(`${url}/v1/frames?camera=demo&part=DEMO-${run}-${n + 1}`, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'image/jpeg' },
        body,
        signal,
      });
      await answer.body?.cancel();
      await sleep(everyMs, undefined, { signal });
    }
  }

  private async waitUntilReady(url: string): Promise<void> {
    while ((await fetch(`${url}/readyz`, { signal: this.ended.signal })).status !== 200)
      await sleep(everyMs, undefined, { signal: this.ended.signal });
  }

  /** Real cameras end the demo. */
  private async wanted(url: string, headers: Record<string, string>): Promise<boolean> {
    if (this.config.SIGHTLINE_DEMO === 'on') return true;
    const answer = await fetch(`${url}/v1/cameras`, { headers, signal: this.ended.signal });
    const { items } = (await answer.json()) as { items: { id: string }[] };
    return items.every(({ id }) => id === 'demo');
  }
}

/** Boards with defects, and their defect-free templates in between so that some parts pass. */
async function sampleBoards(): Promise<string[]> {
  const folder = path.join(rootFolder, 'samples/pcb');
  if (!existsSync(folder)) return [];
  const names = (await readdir(folder)).sort();
  const tests = names.filter((name) => name.endsWith('_test.jpg'));
  const templates = names.filter((name) => name.endsWith('_temp.jpg'));
  return tests
    .flatMap((test, i) => [...[0, 1, 2].map((k) => templates[(i * 3 + k) % templates.length] ?? test), test])
    .map((name) => path.join(folder, name));
}
