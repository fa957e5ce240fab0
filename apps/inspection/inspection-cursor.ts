import { idSchema, timeSchema, type Inspection } from '@sightline/contracts';
import { InputError } from '@sightline/platform';
import { z } from 'zod';

/** The place of an inspection in the order of lists: newest first. */
export interface Place {
  readonly receivedAt: string;
  readonly id: string;
}

const cursorSchema = z.tuple([timeSchema, idSchema]);

/** Opaque to callers. */
export const cursorAfter = ({ receivedAt, id }: Pick<Inspection, 'receivedAt' | 'id'>): string =>
  Buffer.from(JSON.stringify([receivedAt, id])).toString('base64url');

/** @throws InputError 400 `cursor-invalid` */
export function readCursor(cursor: string): Place {
  try {
    const [receivedAt, id] = cursorSchema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
    return { receivedAt, id };
  } catch {
    throw new InputError({ status: 400, code: 'cursor-invalid', detail: 'Send back the nextCursor of the page before, unchanged.' });
  }
}
