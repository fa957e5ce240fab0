// Brings a checkout to where it can run: packages installed, sources compiled. Each step only when it is needed.
// Runs on any Node from 20 on and needs no package itself.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { fingerprintOf, isCurrent, remember } from './fingerprint.mjs';

export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
/** The Node that the project brings as a package. */
export const node = path.join(root, 'node_modules/.bin/node');

const installedMarker = path.join(root, 'node_modules/.sightline-installed');
const builtMarker = path.join(root, 'dist/.sightline-built');
const sources = ['apps', 'libs', 'bench', 'tools/compile.mjs', 'tools/build.mjs', 'tsconfig.base.json', 'package-lock.json'];

function runStep(title, command, args) {
  console.log(title);
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: 'inherit', env: { ...process.env, NODE_ENV: '' } });
  if (status === 0) return;
  console.error(`${title} failed${error ? `: ${error.message}` : ''}`);
  process.exit(status ?? 1);
}

export function install() {
  const lock = createHash('sha256')
    .update(readFileSync(path.join(root, 'package-lock.json')))
    .digest('hex');
  if (existsSync(node) && isCurrent(installedMarker, lock)) return;
  runStep('Installing packages (once, about a minute)', 'npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  remember(installedMarker, lock);
}

export function build() {
  const fingerprint = fingerprintOf(root, sources);
  if (isCurrent(builtMarker, fingerprint)) return;
  runStep('Compiling', node, ['tools/build.mjs']);
  remember(builtMarker, fingerprint);
}

export function prepare() {
  install();
  build();
}
