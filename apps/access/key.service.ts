import { Injectable } from '@nestjs/common';
import { idSchema, timeSchema, type Key, type KeyInput } from '@sightline/contracts';
import { InputError } from '@sightline/platform';
import { z } from 'zod';
import { CallerService } from './caller.service.js';
import { KeyRepository } from './key.repository.js';
import { hashSecret, newKey } from './secret.js';

/** Makes, lists and revokes keys. */
@Injectable()
export class KeyService {
  constructor(
    private readonly keys: KeyRepository,
    private readonly callers: CallerService,
  ) {}

  /** @throws InputError 400 `cursor-invalid` */
  async list({ limit, cursor }: { limit: number; cursor?: string | undefined }): Promise<{ items: Key[]; nextCursor: string | null }> {
    const keys = await this.keys.list(cursor === undefined ? undefined : readCursor(cursor), limit + 1);
    const items = keys.slice(0, limit);
    return { items, nextCursor: keys.length > limit ? cursorAfter(items.at(-1)!) : null };
  }

  /** @throws InputError 422 `expiry-past`, `cameras-not-allowed` */
  async create(input: KeyInput): Promise<Key & { key: string }> {
    if (input.expiresAt && Date.parse(input.expiresAt) <= Date.now())
      throw new InputError({ status: 422, code: 'expiry-past', detail: 'expiresAt lies in the past; the key would never work.' });
    if (input.cameras && input.role !== 'camera')
      throw new InputError({
        status: 422,
        code: 'cameras-not-allowed',
        detail: 'Only a key of role camera is limited to cameras; leave cameras out.',
      });
    const key = newKey();
    return { ...(await this.keys.add(input, hashSecret(key))), key };
  }

  /** Works at once in this process. @throws InputError 404 `key-unknown` */
  async remove(id: string): Promise<void> {
    const existed = await this.keys.remove(id);
    this.callers.forgetKey(id);
    if (!existed) throw new InputError({ status: 404, code: 'key-unknown', detail: `There is no key ${id}. GET /v1/keys lists them.` });
  }
}

const cursorSchema = z.tuple([timeSchema, idSchema]);

const cursorAfter = ({ createdAt, id }: Key): string => Buffer.from(JSON.stringify([createdAt, id])).toString('base64url');

function readCursor(cursor: string): { createdAt: string; id: string } {
  try {
    const [createdAt, id] = cursorSchema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
    return { createdAt, id };
  } catch {
    throw new InputError({ status: 400, code: 'cursor-invalid', detail: 'Send back the nextCursor of the page before, unchanged.' });
  }
}
