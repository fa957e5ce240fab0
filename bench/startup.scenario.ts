import { percentile } from './machine.js';
import { Server } from './server.js';

/** `npm start` to `/readyz` on a new and on a used data directory, once installed. Limit: 5 s. */
export async function startup(): Promise<Record<string, unknown>> {
  const times: number[] = [];
  for (let i = 0; i < 3; i++) {
    const server = await Server.start(['npm', 'start']);
    times.push(Math.round(server.readyMs));
    await server.stop();
  }
  return { readyMs: times, medianMs: percentile(times, 0.5), limitMs: 5000, met: percentile(times, 0.5) <= 5000 };
}
