import { measureDecode } from './decode-limit.js';
import { boardFolder } from './images.js';
import { round } from './machine.js';
import { measureRawLimit } from './raw-limit.js';
import { send } from './send.js';
import { Server } from './server.js';
import { startCommand } from './start-command.js';

/**
 * End to end over HTTP against ONNX Runtime alone on the same cores, the unavoidable decode taken off.
 * Limit: at least 85 %. And p95 with a verdict in the answer at half of that rate: at most raw + decode + 30 ms.
 */
export async function throughput(seconds: number): Promise<Record<string, unknown>> {
  const raw = await measureRawLimit(seconds * 1000);
  const decode = await measureDecode((seconds * 1000) / 2);
  const server = await Server.start(startCommand);
  try {
    await server.putCamera('bench');
    const folder = boardFolder();
    await send(server.url, folder, { connections: 8, seconds: Math.max(4, seconds / 3), wait: 30 });
    const full = await send(server.url, folder, { connections: 8, seconds, wait: 30 });
    const half = await send(server.url, folder, { connections: 32, seconds, rate: round(full.throughput / 2), wait: 30 });
    const rawAfter = await measureRawLimit((seconds * 1000) / 2);
    const rawRate = (raw.imagesPerSecond + rawAfter.imagesPerSecond) / 2;
    const withoutDecode = 1 / (1 / full.throughput - 1 / decode.imagesPerSecond);
    const decodeMs = 2000 / decode.imagesPerSecond;
    const limitMs = raw.p50Ms + decodeMs + 30;
    return {
      rawImagesPerSecond: { before: raw, after: rawAfter.imagesPerSecond },
      decodeImagesPerSecond: decode.imagesPerSecond,
      endToEndImagesPerSecond: full.throughput,
      endToEndWithoutDecode: round(withoutDecode),
      ratio: round(withoutDecode / rawRate, 3),
      ratioLimit: 0.85,
      ratioMet: withoutDecode / rawRate >= 0.85,
      halfRate: { rate: round(full.throughput / 2), ...half.latencyMs, limitMs: round(limitMs), met: half.latencyMs.p95 <= limitMs },
      full: full.latencyMs,
      statuses: { full: full.statuses, half: half.statuses },
    };
  } finally {
    await server.stop();
  }
}
