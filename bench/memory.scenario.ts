import { boardFolder } from './images.js';
import { send } from './send.js';
import { Server } from './server.js';
import { startCommand } from './start-command.js';

/** Resident memory of everything over 10,000 frames. Limit: 1 GB, and flat. */
export async function memory(frames = 10_000): Promise<Record<string, unknown>> {
  const server = await Server.start(startCommand);
  try {
    await server.putCamera('bench');
    const folder = boardFolder();
    const samples = [{ frames: 0, ...server.memory() }];
    const step = frames / 10;
    for (let sent = step; sent <= frames; sent += step) {
      await send(server.url, folder, { connections: 8, count: step, wait: 60 });
      samples.push({ frames: sent, ...server.memory() });
    }
    const last = samples.at(-1)!;
    const second = samples[2]!;
    return {
      readyMs: Math.round(server.readyMs),
      samples,
      limitMiB: 1024,
      met: last.rssMiB <= 1024,
      growthMiBAfterWarmUp: last.rssMiB - second.rssMiB,
    };
  } finally {
    await server.stop();
  }
}
