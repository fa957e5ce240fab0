import { z } from 'zod';
import { timeSchema } from './vocabulary.schema.js';

export const groupBySchema = z.enum(['hour', 'line', 'camera', 'label', 'model']);

export const statisticsQuerySchema = z.object({
  from: timeSchema.optional(),
  to: timeSchema.optional(),
  line: z.string().max(100).optional(),
  camera: z.string().max(100).optional(),
  /** Comma-separated. */
  groupBy: z
    .string()
    .optional()
    .transform((value, context) => {
      const parsed = z.array(groupBySchema).safeParse(value ? value.split(',') : []);
      if (parsed.success) return parsed.data;
      context.addIssue({ code: 'custom', message: 'use a comma-separated list of hour, line, camera, label, model' });
      return z.NEVER;
    }),
});

const verdictCountsSchema = z.object({ pass: z.int(), fail: z.int(), review: z.int(), unusable: z.int(), error: z.int() });
const measuresSchema = z.object({
  inspections: z.int(),
  verdicts: verdictCountsSchema,
  /** pass / (pass + fail + review); null without any. */
  yield: z.number().nullable(),
  defects: z.int(),
  /** Share of inspections with at least one defect. */
  defectRate: z.number().nullable(),
  latencyMs: z.object({ p50: z.number(), p95: z.number(), p99: z.number() }).nullable(),
});
export const statisticsSchema = measuresSchema.extend({
  from: timeSchema,
  to: timeSchema,
  /** Defects by label, most frequent first. */
  pareto: z.array(z.object({ label: z.string(), defects: z.int(), inspections: z.int() })),
  /** One row a combination of the asked groups; a field is present for each. */
  groups: z.array(
    measuresSchema.extend({
      hour: timeSchema.optional(),
      line: z.string().optional(),
      camera: z.string().optional(),
      label: z.string().optional(),
      model: z.string().optional(),
    }),
  ),
});
export type Statistics = z.infer<typeof statisticsSchema>;
export type Measures = z.infer<typeof measuresSchema>;
