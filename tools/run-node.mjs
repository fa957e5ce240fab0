// Becomes the given program under the project's own Node: replaces this process where that is possible
// (an extra process would cost its memory for as long as the product runs), else starts it and passes signals on.
import { spawn } from 'node:child_process';
import { node, root } from './prepare.mjs';

export function runNode(args, environment = {}) {
  const env = { ...process.env, ...environment };
  if (typeof process.execve === 'function') {
    process.execve(node, [node, ...args], env);
  }
  const child = spawn(node, args, { stdio: 'inherit', env });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
}

export const inRoot = (file) => `${root}/${file}`;
