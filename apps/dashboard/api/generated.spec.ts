import { readFileSync } from 'node:fs';
import openapiTS, { astToString } from 'openapi-typescript';

const at = (file: string) => new URL(file, import.meta.url);

it('has a client that was made from the OpenAPI of today', async () => {
  const made = astToString(await openapiTS(at('../../../libs/contracts/generated/openapi.json')));
  const kept = readFileSync(at('../generated/api.d.ts'), 'utf8');
  // npx openapi-typescript libs/contracts/generated/openapi.json -o apps/dashboard/generated/api.d.ts
  expect(kept.endsWith(made)).toBe(true);
});
