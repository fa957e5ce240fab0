import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { httpConfig, logger, readConfig, type ConfigOf } from '@sightline/platform';
import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { accessConfig } from './access.config.js';
import { KeyRepository } from './key.repository.js';
import { hashSecret, newKey } from './secret.js';

const log = logger('access');

/** Sees to it that somebody can get in: makes or takes the admin key at start and leaves it in a file only its owner reads. */
@Injectable()
export class FirstAdminService implements OnModuleInit {
  constructor(
    private readonly keys: KeyRepository,
    @Inject(accessConfig.token) private readonly config: ConfigOf<typeof accessConfig>,
  ) {}

  async onModuleInit(): Promise<void> {
    const file = path.resolve(readConfig(httpConfig).SIGHTLINE_DATA_DIR, 'admin.key');
    const asked = this.config.SIGHTLINE_ADMIN_KEY;
    if (asked === undefined && (await this.keys.hasFirstAdmin())) return;
    const key = asked ?? newKey();
    const written = await readFile(file, 'utf8').catch(() => '');
    // The file first: a key that works but was never written down would lock everybody out.
    if (written.trim() !== key) await writePrivately(file, `${key}\n`);
    if (await this.keys.putFirstAdmin(hashSecret(key))) log.info(`the admin key is in ${file}`);
  }
}

async function writePrivately(file: string, text: string): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, text, { mode: 0o600 });
  await chmod(draft, 0o600);
  await rename(draft, file);
}
