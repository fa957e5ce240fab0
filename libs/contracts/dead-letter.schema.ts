import { z } from 'zod';
import { timeSchema } from './vocabulary.schema.js';

/** A parked message with its reason. */
export const deadLetterSchema = z.object({
  id: z.string(),
  topic: z.string(),
  group: z.string(),
  key: z.string(),
  event: z.record(z.string(), z.unknown()),
  reason: z.object({ code: z.string(), message: z.string(), attempts: z.int() }),
  parkedAt: timeSchema,
  replayedAt: timeSchema.nullable(),
});
export type DeadLetter = z.infer<typeof deadLetterSchema>;
export const deadLetterPageSchema = z.object({ items: z.array(deadLetterSchema), nextCursor: z.string().nullable() });
