// npm test: every check and every test; ends with how many passed and failed.
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { installChromium } from './chromium.mjs';
import { node, prepare, root } from './prepare.mjs';

prepare();
const chromium = installChromium();
if (!chromium)
  console.log(
    'Chromium was not found and cannot be installed here: the tests of the page are skipped. Install it, or name it in SIGHTLINE_CHROMIUM.',
  );

const env = {
  ...process.env,
  SIGHTLINE_CHROMIUM: chromium ?? '',
  NX_DAEMON: 'false',
  NX_TUI: 'false',
  NX_NO_CLOUD: 'true',
  PATH: `${path.dirname(node)}:${process.env.PATH}`,
};
const run = (command, args) => spawnSync(command, args, { cwd: root, stdio: 'inherit', env }).status === 0;

const filters = process.argv.slice(2);
const checks = filters.length
  ? []
  : [
      ['types', 'npm', ['run', '-s', 'typecheck']],
      ['lint', 'npm', ['run', '-s', 'lint']],
      ['format', 'npm', ['run', '-s', 'format:check']],
      ['generated contracts', 'npm', ['run', '-s', 'contracts:check']],
    ];
let passed = 0;
const failed = [];
for (const [name, command, args] of checks) {
  console.log(`\n== ${name}`);
  if (run(command, args)) passed += 1;
  else failed.push(name);
}

console.log('\n== tests');
const report = path.join(tmpdir(), `sightline-test-report-${process.pid}.json`);
run(node, [
  '--experimental-vm-modules',
  '--disable-warning=ExperimentalWarning',
  'node_modules/jest/bin/jest.js',
  '--json',
  `--outputFile=${report}`,
  ...filters,
]);
const results = JSON.parse(readFileSync(report, 'utf8'));
rmSync(report, { force: true });
passed += results.numPassedTests;
const broken = results.testResults.filter(
  (suite) => suite.status === 'failed' && !suite.assertionResults.some((test) => test.status === 'failed'),
).length;
if (failed.length) console.log(`Failed checks: ${failed.join(', ')}`);
const failures = failed.length + results.numFailedTests + broken;
console.log(`${passed} passed, ${failures} failed`);
process.exit(failures ? 1 : 0);
