import path from 'node:path';
import { noisyFolder, root } from './images.js';
import { send } from './send.js';
import { Server } from './server.js';

/** Ingestion alone: 202 with bytes synced and event committed. Limit: at least 400 frames/s of 100 KB from 16 connections. */
export async function ingestion(seconds: number): Promise<Record<string, unknown>> {
  const server = await Server.start([process.execPath, path.join(root, 'dist/bench/ingestion-alone.main.js')], { UV_THREADPOOL_SIZE: '8' });
  try {
    await server.putCamera('bench');
    const folder = await noisyFolder();
    await send(server.url, folder, { connections: 16, seconds: 3 });
    const sent = await send(server.url, folder, { connections: 16, seconds });
    return {
      framesPerSecond: sent.throughput,
      limit: 400,
      met: sent.throughput >= 400,
      latencyMs: sent.latencyMs,
      statuses: sent.statuses,
    };
  } finally {
    await server.stop();
  }
}
