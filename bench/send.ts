import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { root } from './images.js';
import { adminKey } from './server.js';

export interface Sent {
  throughput: number;
  latencyMs: { p50: number; p95: number; p99: number; max: number };
  statuses: Record<string, number>;
  errors: number;
}

/** `sightline send` as a user runs it, in a process of its own. */
export async function send(url: string, folder: string, options: Record<string, string | number | true>): Promise<Sent> {
  const flags = Object.entries(options).flatMap(([name, value]) => (value === true ? [`--${name}`] : [`--${name}`, String(value)]));
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [path.join(root, 'dist/apps/cli/main.js'), 'send', folder, '--url', url, '--camera', 'bench', '--json', ...flags],
    {
      env: { ...process.env, SIGHTLINE_KEY: adminKey },
      maxBuffer: 1 << 24,
    },
  );
  return JSON.parse(stdout.trim().split('\n').at(-1)!) as Sent;
}
