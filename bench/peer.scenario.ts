import { execFile, spawn } from 'node:child_process';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { boardFolder, bundledModel } from './images.js';
import { round } from './machine.js';
import { adminKey, Server } from './server.js';
import { startCommand } from './start-command.js';

interface Load {
  throughput: number;
  p50_ms: number;
  p95_ms: number;
  status: Record<string, number>;
}

/**
 * Beside a detector behind FastAPI, driven by the same load generator. Limit: 1.5 times its throughput.
 * Needs SIGHTLINE_BENCH_PEER: a folder with `fastapi_onnx/app.py` and `load.py`; SIGHTLINE_BENCH_PYTHON: a Python that has their packages.
 */
export async function peer(seconds: number): Promise<Record<string, unknown>> {
  const folder = process.env['SIGHTLINE_BENCH_PEER'];
  const python = process.env['SIGHTLINE_BENCH_PYTHON'] ?? 'python3';
  if (!folder) return { skipped: 'set SIGHTLINE_BENCH_PEER and SIGHTLINE_BENCH_PYTHON' };
  const images = boardFolder();
  const load = async (url: string, ...flags: string[]): Promise<Load> => {
    const { stdout } = await promisify(execFile)(python, [
      path.join(folder, 'load.py'),
      url,
      images,
      '--raw',
      '--seconds',
      String(seconds),
      ...flags,
    ]);
    return JSON.parse(stdout.trim().split('\n').at(-1)!) as Load;
  };
  const theirs: Record<string, { full: Load; half: Load }> = {};
  for (const [name, env, workers] of [
    ['1 worker, all threads', {}, 1],
    ['2 workers x 1 thread', { INTRA_OP: '1' }, 2],
  ] as const) {
    const child = spawn(python, ['-m', 'uvicorn', 'app:app', '--port', '9099', '--workers', String(workers), '--log-level', 'warning'], {
      cwd: path.join(folder, 'fastapi_onnx'),
      env: { ...process.env, MODEL: bundledModel, DECODER: 'opencv', ...env },
      stdio: 'inherit',
      detached: true,
    });
    while (!(await fetch('http://127.0.0.1:9099/health').catch(() => null))) await sleep(200);
    const full = await load('http://127.0.0.1:9099/predict/raw', '--concurrency', '8');
    theirs[name] = {
      full,
      half: await load('http://127.0.0.1:9099/predict/raw', '--rate', String(round(full.throughput / 2)), '--concurrency', '32'),
    };
    process.kill(-child.pid!, 'SIGTERM');
    await new Promise((resolve) => child.once('exit', resolve));
  }
  const server = await Server.start(startCommand);
  try {
    await server.putCamera('bench');
    const headers = ['--header', `Authorization:Bearer ${adminKey}`, '--header', 'Prefer:wait=30'];
    const url = `${server.url}/v1/frames?camera=bench`;
    const full = await load(url, '--concurrency', '8', ...headers);
    const best = Object.entries(theirs).reduce((a, b) => (b[1].full.throughput > a[1].full.throughput ? b : a));
    const half = await load(url, '--rate', String(round(full.throughput / 2)), '--concurrency', '32', ...headers);
    const sameRate = await load(url, '--rate', String(round(best[1].full.throughput / 2)), '--concurrency', '32', ...headers);
    const ratio = full.throughput / best[1].full.throughput;
    return {
      peer: theirs,
      peerBest: best[0],
      sightline: { full, half, atThePeersHalfRate: sameRate },
      throughputRatio: round(ratio, 3),
      limit: 1.5,
      met: ratio >= 1.5,
    };
  } finally {
    await server.stop();
  }
}
