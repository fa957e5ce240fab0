import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { CliError } from '../failure.js';
import { dataDirectory, rootFolder } from '../root-folder.js';

export interface Server {
  /** Without a slash at its end. */
  readonly url: string;
  readonly key: string;
}

/** @throws CliError when no key is known or the address is none */
export async function serverOf({ url, key }: { url?: string; key?: string }): Promise<Server> {
  const address = url ?? process.env['SIGHTLINE_URL'] ?? `http://127.0.0.1:${process.env['SIGHTLINE_HTTP_PORT'] || 8080}`;
  const parsed = URL.parse(address);
  if (!parsed || !/^https?:$/.test(parsed.protocol))
    throw new CliError(`"${address}" is no address; write one like http://127.0.0.1:8080.`);
  return {
    url: parsed.href.replace(/\/+$/, ''),
    key: key || process.env['SIGHTLINE_KEY'] || process.env['SIGHTLINE_ADMIN_KEY'] || (await adminKey()),
  };
}

async function adminKey(): Promise<string> {
  const files = [...new Set([dataDirectory(), path.join(rootFolder, '.sightline')])].map((folder) => path.join(folder, 'admin.key'));
  for (const file of files) {
    const key = (await readFile(file, 'utf8').catch(() => '')).trim();
    if (key) return key;
  }
  throw new CliError(
    `No key: give --key, set SIGHTLINE_KEY, or start the server here once (it writes ${path.relative(process.cwd(), files[0]!)}).`,
  );
}
