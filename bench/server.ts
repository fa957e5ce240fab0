import { spawn, execFileSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export const adminKey = 'bench-admin-key-0123456789abcdef';

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** A whole Sightline, started as a user would, on a data directory of its own. */
export class Server {
  private constructor(
    private readonly child: ChildProcess,
    readonly url: string,
    readonly readyMs: number,
    private readonly dataDir: string,
  ) {}

  static async start(command: [string, ...string[]], env: Record<string, string> = {}): Promise<Server> {
    const dataDir = mkdtempSync(path.join(tmpdir(), 'sightline-bench-'));
    const port = await freePort();
    const begun = performance.now();
    const child = spawn(command[0], command.slice(1), {
      env: {
        ...process.env,
        SIGHTLINE_DATA_DIR: dataDir,
        SIGHTLINE_HTTP_PORT: String(port),
        SIGHTLINE_ADMIN_KEY: adminKey,
        SIGHTLINE_DEMO: 'off',
        SIGHTLINE_LOG_LEVEL: 'warn',
        ...env,
      },
      stdio: ['ignore', 'ignore', 'inherit'],
      detached: true,
    });
    const url = `http://127.0.0.1:${port}`;
    for (;;) {
      if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}`);
      const ready = await fetch(`${url}/readyz`).catch(() => null);
      await ready?.body?.cancel();
      if (ready?.status === 200) break;
      await sleep(20);
    }
    return new Server(child, url, performance.now() - begun, dataDir);
  }

  async put(route: string, body: unknown): Promise<void> {
    const answer = await fetch(this.url + route, {
      method: 'PUT',
      headers: { authorization: `Bearer ${adminKey}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`PUT ${route}: ${answer.status} ${await answer.text()}`);
  }

  putCamera(id: string): Promise<void> {
    return this.put(`/v1/cameras/${id}`, { site: 'bench', line: 'l1', station: 's1', view: 'top', recipe: 'pcb' });
  }

  /** Resident memory of the whole tree, PostgreSQL included. MiB, shared pages counted once per process (rss) and shared among them (pss). */
  memory(): { rssMiB: number; pssMiB: number } {
    let rss = 0;
    let pss = 0;
    for (const pid of this.pids()) {
      const text = readRollup(pid);
      rss += kib(text, 'Rss');
      pss += kib(text, 'Pss');
    }
    return { rssMiB: Math.round(rss / 1024), pssMiB: Math.round(pss / 1024) };
  }

  async stop(): Promise<void> {
    process.kill(-this.child.pid!, 'SIGINT');
    if (this.child.exitCode === null) await new Promise((resolve) => this.child.once('exit', resolve));
    rmSync(this.dataDir, { recursive: true, force: true });
  }

  private pids(): number[] {
    const rows = execFileSync('ps', ['-eo', 'pid=,ppid=,pgid=,args='], { encoding: 'utf8' })
      .trim()
      .split('\n')
      .map((row) => /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(.*)$/.exec(row)!);
    const tree = new Set([this.child.pid!]);
    for (let grown = true; grown;) {
      grown = false;
      for (const [, pid, ppid, pgid, args] of rows) {
        if (tree.has(Number(pid)) || !(tree.has(Number(ppid)) || Number(pgid) === this.child.pid || args!.includes(this.dataDir))) continue;
        tree.add(Number(pid));
        grown = true;
      }
    }
    return [...tree];
  }
}

function readRollup(pid: number): string {
  try {
    return execFileSync('cat', [`/proc/${pid}/smaps_rollup`], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  } catch {
    return '';
  }
}

const kib = (text: string, name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(text)?.[1] ?? 0);
