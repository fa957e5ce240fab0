// Writes libs/contracts/generated/ from the schemas, and the page's API client from those; with --check fails when what is committed differs.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { compile } from './compile.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const folder = path.join(root, 'libs/contracts/generated');

await compile();
const { openApiDocument, asyncApiDocument, jsonSchemas } = await import('../dist/libs/contracts/index.js');
const files = { 'openapi.json': openApiDocument(), 'asyncapi.json': asyncApiDocument() };
for (const [name, schema] of Object.entries(jsonSchemas())) files[`schemas/${name}.json`] = schema;
const texts = Object.fromEntries(Object.entries(files).map(([name, document]) => [name, `${JSON.stringify(document, null, 2)}\n`]));

if (process.argv.includes('--check')) {
  const committed = existsSync(folder) ? readdirSync(folder, { recursive: true }).filter((name) => name.endsWith('.json')) : [];
  const differing = [...new Set([...committed, ...Object.keys(texts)])].filter(
    (name) => !(name in texts) || !committed.includes(name) || readFileSync(path.join(folder, name), 'utf8') !== texts[name],
  );
  if (differing.length) {
    console.error(`These differ from the schemas; run npm run contracts and commit:\n  ${differing.join('\n  ')}`);
    process.exit(1);
  }
  console.log(`${committed.length} generated contract files are up to date`);
} else {
  rmSync(folder, { recursive: true, force: true });
  for (const [name, text] of Object.entries(texts)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
  execFileSync(
    'npx',
    ['--no-install', 'openapi-typescript', 'libs/contracts/generated/openapi.json', '-o', 'apps/dashboard/generated/api.d.ts'],
    { cwd: root, stdio: 'ignore' },
  );
  console.log(`wrote ${Object.keys(texts).length} files to ${path.relative(root, folder)}`);
}
