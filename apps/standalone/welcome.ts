import { httpConfig, readConfig } from '@sightline/platform';
import { readFile } from 'node:fs/promises';
import path from 'node:path';

/** The key that the first start wrote for its owner. */
export async function readAdminKey(): Promise<string> {
  return (await readFile(adminKeyFile(), 'utf8')).trim();
}

const adminKeyFile = (): string => path.resolve(readConfig(httpConfig).SIGHTLINE_DATA_DIR, 'admin.key');

/** What a person sees in the terminal once everything runs. */
export async function welcome(url: string): Promise<string> {
  const key = await readAdminKey();
  return [
    '',
    '  Sightline is running.',
    '',
    `  Page   ${url}/login?key=${key}`,
    `  API    ${url}/docs`,
    `  Key    ${path.relative(process.cwd(), adminKeyFile())}`,
    '',
    '  Ctrl-C ends it; everything is kept.',
    '',
    '',
  ].join('\n');
}
