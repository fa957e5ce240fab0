import type { z } from 'zod';
import type { Role } from '../access.schema.js';

export interface Answer {
  readonly description: string;
  /** JSON unless `mediaType` says otherwise. */
  readonly schema?: z.ZodType;
  readonly mediaType?: string;
}

/** One call of the HTTP API, as OpenAPI needs it. */
export interface Route {
  readonly method: 'get' | 'post' | 'put' | 'delete';
  /** With `{parameters}`. */
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  /** Least role; absent: no key needed. */
  readonly role?: Role;
  readonly query?: z.ZodObject;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: { readonly schema?: z.ZodType; readonly mediaTypes?: readonly string[]; readonly description?: string };
  readonly answers: Readonly<Record<number, Answer>>;
  /** Problem documents this call may answer beside 400, 401 and 403. */
  readonly problems?: readonly number[];
}
