import { spawnSync } from 'node:child_process';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');

/** Lints a text as if it stood in the given file, with the rules of the repository. */
function rulesBroken(file: string, text: string): string[] {
  const { stdout, stderr } = spawnSync(
    path.join(root, 'node_modules/.bin/eslint'),
    ['--stdin', '--stdin-filename', file, '--format', 'json'],
    {
      cwd: root,
      input: text,
      encoding: 'utf8',
      env: { ...process.env, NX_DAEMON: 'false', PATH: `${path.join(root, 'node_modules/.bin')}:${process.env['PATH']}` },
    },
  );
  if (!stdout.startsWith('[')) throw new Error(stderr);
  const [report] = JSON.parse(stdout) as { messages: { ruleId: string }[] }[];
  return report!.messages.map(({ ruleId }) => ruleId);
}

describe('the house rules of imports', () => {
  it.each([
    [
      'a pure lib imports infrastructure',
      'libs/contracts/event.ts',
      `import { logger } from '@sightline/platform';\nexport const log = logger('x');\n`,
    ],
    [
      'a pure lib imports Nest',
      'libs/contracts/event.ts',
      `import { Injectable } from '@nestjs/common';\nexport const decorator = Injectable;\n`,
    ],
    [
      'infrastructure imports an app',
      'libs/storage/object-key.ts',
      `import { RegistryModule } from '@sightline/registry';\nexport const module = RegistryModule;\n`,
    ],
    [
      'an app imports another',
      'apps/ingestion/prefer-wait.ts',
      `import { RegistryModule } from '@sightline/registry';\nexport const module = RegistryModule;\n`,
    ],
    [
      'an app reaches into a lib past its index',
      'apps/ingestion/prefer-wait.ts',
      `import { checkKey } from '../../libs/storage/object-key.js';\nexport const check = checkKey;\n`,
    ],
  ])('refuse that %s', (_, file, text) => {
    expect(rulesBroken(file, text)).toContain('@nx/enforce-module-boundaries');
  });

  it('refuse a cycle', () => {
    expect(
      rulesBroken(
        'libs/contracts/identity.ts',
        `import { createEvent } from './event.js';\nexport const deriveId = (): unknown => createEvent;\n`,
      ),
    ).toContain('import/no-cycle');
  });

  it('let a composer use an app, and an app a lib', () => {
    expect(
      rulesBroken(
        'apps/standalone/welcome.ts',
        `import { RegistryModule } from '@sightline/registry';\nexport const module = RegistryModule;\n`,
      ),
    ).toEqual([]);
    expect(
      rulesBroken('apps/ingestion/prefer-wait.ts', `import { InputError } from '@sightline/platform';\nexport const error = InputError;\n`),
    ).toEqual([]);
  });
});
