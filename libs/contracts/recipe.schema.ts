import { z } from 'zod';
import { boxSchema, nameSchema, severitySchema, timeSchema } from './vocabulary.schema.js';

/** `name@alias` or `name:version`. */
export const modelReferenceSchema = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._-]*(@[A-Za-z0-9][A-Za-z0-9._-]*|:\d+)$/,
    'write name@alias or name:version, such as pcb-defects@champion',
  );

const score = z.number().min(0).max(1);

/** What a label needs to count as a defect; `*` speaks for every label without an entry of its own. */
export const labelRuleSchema = z.object({
  threshold: score.default(0.5),
  severity: severitySchema.default('major'),
  /** Smaller detections are ignored, px2 of the box or mask. */
  minAreaPx: z.number().min(0).default(0),
});
export type LabelRule = z.infer<typeof labelRuleSchema>;

/** How one product is inspected at a station. Every field but `model` has a default. */
export const recipeSchema = z
  .object({
    model: modelReferenceSchema,
    /** Object key or frame id of a golden sample; used by comparing models. */
    golden: z.string().nullable().default(null),
    /** Region of interest in source pixels; null is the whole frame. */
    region: boxSchema.nullable().default(null),
    /** Cuts large frames into overlapping tiles; null runs the frame whole. */
    tiling: z
      .object({ size: z.int().min(64), overlap: score.default(0.2) })
      .nullable()
      .default(null),
    heatmap: z.enum(['off', 'on']).default('off'),
    quality: z
      .object({
        minWidth: z.int().min(1).default(32),
        minHeight: z.int().min(1).default(32),
        /** Variance of the Laplacian on 8-bit grey; 0 accepts everything. */
        minSharpness: z.number().min(0).default(0),
        /** Largest accepted share of pixels that are blown out (>= 250) or black (<= 5), each. */
        maxClipped: score.default(1),
      })
      .prefault({}),
    masks: z.enum(['off', 'on']).default('off'),
    labels: z.record(z.string().min(1), labelRuleSchema).default({ '*': { threshold: 0.5, severity: 'major', minAreaPx: 0 } }),
    /** Scores >= `decide` decide; between the two a human does; below `uncertain` the detection is uncertain and only recorded. */
    bands: z
      .object({ decide: score.default(0.7), uncertain: score.default(0.5) })
      .refine((bands) => bands.uncertain <= bands.decide, { error: 'uncertain must not be above decide' })
      .prefault({}),
    /** The least severity that fails a part. */
    failAt: severitySchema.default('major'),
    mmPerPixel: z.number().positive().nullable().default(null),
    views: z
      .object({
        expected: z.int().min(1).max(64).default(1),
        /** How long an inspection waits for its missing views before it is judged `error`. */
        waitMs: z.int().min(0).max(600_000).default(2000),
      })
      .prefault({}),
    /** Share of passes that go to review all the same. */
    sampleForReview: score.default(0),
  })
  .strict();
export type Recipe = z.infer<typeof recipeSchema>;
export type RecipeInput = z.input<typeof recipeSchema>;

/** Immutable: a changed recipe is a new version. */
export const recipeVersionSchema = z.object({
  name: nameSchema,
  version: z.int().min(1),
  recipe: recipeSchema,
  createdAt: timeSchema,
  createdBy: z.string(),
});
export type RecipeVersion = z.infer<typeof recipeVersionSchema>;
export const recipeReferenceSchema = z.object({ name: nameSchema, version: z.int().min(1) });
