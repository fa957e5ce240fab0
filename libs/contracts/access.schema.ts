import { z } from 'zod';
import { idSchema, nameSchema, timeSchema } from './vocabulary.schema.js';

/** What a key may do. `camera`: post frames of its cameras. `viewer` reads; `operator` also reviews; `engineer` also changes recipes, cameras and models; `admin` everything. */
export const roleSchema = z.enum(['camera', 'viewer', 'operator', 'engineer', 'admin']);
export type Role = z.infer<typeof roleSchema>;

export const keyInputSchema = z
  .object({
    name: z.string().min(1).max(100),
    role: roleSchema,
    /** For role `camera`: the cameras it may post for; absent means all. */
    cameras: z.array(nameSchema).min(1).optional(),
    expiresAt: timeSchema.optional(),
  })
  .strict();
export type KeyInput = z.infer<typeof keyInputSchema>;

export const keySchema = z.object({
  id: idSchema,
  name: z.string(),
  role: roleSchema,
  cameras: z.array(nameSchema).nullable(),
  createdAt: timeSchema,
  expiresAt: timeSchema.nullable(),
  lastUsedAt: timeSchema.nullable(),
});
export type Key = z.infer<typeof keySchema>;
/** The only answer that ever shows the key itself. */
export const keyCreatedSchema = keySchema.extend({ key: z.string() });

/** Who calls: what the guard learns from a key or a session. */
export const principalSchema = z.object({ id: z.string(), name: z.string(), role: roleSchema, cameras: z.array(nameSchema).nullable() });
export type Principal = z.infer<typeof principalSchema>;
