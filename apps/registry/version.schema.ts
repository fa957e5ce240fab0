import { z } from 'zod';

/** A version number in an address. */
export const versionSchema = z.coerce.number().int().min(1).max(2_147_483_647);
