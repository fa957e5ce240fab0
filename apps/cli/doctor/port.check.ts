import { createServer } from 'node:net';
import { request } from 'undici';
import { inOneLine } from '../failure.js';
import type { Finding } from './diagnosis.js';

export async function checkPort(): Promise<Finding> {
  const port = Number(process.env['SIGHTLINE_HTTP_PORT'] || 8080);
  const host = process.env['SIGHTLINE_HTTP_HOST'] || '127.0.0.1';
  const where = `${host}:${port}`;
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    return {
      state: 'problem',
      found: `SIGHTLINE_HTTP_PORT is "${process.env['SIGHTLINE_HTTP_PORT']}"`,
      advice: 'Set it to a number up to 65535.',
    };
  const error = await bind(port, host);
  if (!error) return { state: 'ok', found: `${where} is free` };
  if (error.code === 'EADDRINUSE') return whoAnswers(where, port);
  const advice =
    error.code === 'EACCES'
      ? 'Ports below 1024 need rights: set SIGHTLINE_HTTP_PORT to a higher one.'
      : 'Set SIGHTLINE_HTTP_HOST to an address of this machine.';
  return { state: 'problem', found: `${where}: ${inOneLine(error)}`, advice };
}

const bind = (port: number, host: string): Promise<NodeJS.ErrnoException | null> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', resolve).listen({ port, host }, () => server.close(() => resolve(null)));
  });

async function whoAnswers(where: string, port: number): Promise<Finding> {
  const host = where.startsWith('0.0.0.0:') || where.startsWith(':::') ? `127.0.0.1:${port}` : where;
  try {
    const [health, ready] = await Promise.all(
      ['/openapi.json', '/readyz'].map((path) => request(`http://${host}${path}`, { headersTimeout: 3000, bodyTimeout: 3000 })),
    );
    const text = await health!.body.text();
    await ready!.body.dump();
    if (/sightline/i.test(text)) {
      return ready!.statusCode === 200
        ? { state: 'ok', found: `Sightline answers at ${where} and is ready` }
        : {
            state: 'warning',
            found: `Sightline answers at ${where} but is not ready (${ready!.statusCode})`,
            advice: `See http://${host}/readyz for what it waits for.`,
          };
    }
    return {
      state: 'problem',
      found: `another program answers at ${where}`,
      advice: 'Stop it, or set SIGHTLINE_HTTP_PORT to another port.',
    };
  } catch {
    return {
      state: 'problem',
      found: `${where} is taken by a program that does not speak HTTP`,
      advice: 'Stop it, or set SIGHTLINE_HTTP_PORT to another port.',
    };
  }
}
