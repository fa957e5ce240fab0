import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';

/** Starts a worker beside this file: compiled where this file is compiled, else from the sources (tests). */
export function startWorker(name: string): Worker {
  if (import.meta.url.endsWith('.js')) return new Worker(new URL('./inference.worker.js', import.meta.url), { name });
  const hooks = fileURLToPath(new URL('./from-sources.mjs', import.meta.url));
  return new Worker(new URL('./inference.worker.ts', import.meta.url), {
    name,
    execArgv: ['--experimental-transform-types', '--disable-warning=ExperimentalWarning', '--import', hooks],
  });
}
