import { z } from 'zod';
import { qualitySchema } from './frame.schema.js';
import { modelUsedSchema } from './model.schema.js';
import { recipeReferenceSchema } from './recipe.schema.js';
import {
  boxSchema,
  idSchema,
  maskSchema,
  maskSourceSchema,
  nameSchema,
  partSchema,
  severitySchema,
  sha256Schema,
  timeSchema,
  verdictSchema,
} from './vocabulary.schema.js';

/** A model's output. */
export const detectionSchema = z.object({ label: z.string(), score: z.number(), box: boxSchema });
export type Detection = z.infer<typeof detectionSchema>;

/** A detection that the recipe accepts. */
export const defectSchema = detectionSchema.extend({
  /** Calibrated; null while the model version has no calibration. */
  probability: z.number().nullable(),
  severity: severitySchema,
  areaPx: z.number(),
  areaMm2: z.number().nullable(),
  mask: maskSchema.nullable(),
  maskSource: maskSourceSchema.nullable(),
  frameId: idSchema,
});
export type Defect = z.infer<typeof defectSchema>;

export const latencySchema = z.object({
  /** From the frame's arrival to the verdict; the other fields are the stages' own shares of it. ms. */
  total: z.number(),
  queue: z.number(),
  decode: z.number(),
  inference: z.number(),
  masks: z.number(),
});
export type Latency = z.infer<typeof latencySchema>;

export const inspectedFrameSchema = z.object({
  id: idSchema,
  key: z.string(),
  sha256: sha256Schema,
  width: z.int(),
  height: z.int(),
  camera: nameSchema,
  view: nameSchema,
  quality: qualitySchema.nullable(),
});

export const inspectionSchema = z.object({
  id: idSchema,
  /** Null while frames are still on their way. */
  verdict: verdictSchema.nullable(),
  /** In words: what decided, such as `short 0.93 >= 0.50`. */
  reasons: z.array(z.string()),
  part: partSchema.nullable(),
  camera: nameSchema,
  site: nameSchema,
  line: nameSchema,
  station: nameSchema,
  recipe: recipeReferenceSchema,
  model: modelUsedSchema.nullable(),
  capturedAt: timeSchema,
  receivedAt: timeSchema,
  judgedAt: timeSchema.nullable(),
  latencyMs: latencySchema.nullable(),
  frames: z.array(inspectedFrameSchema),
  defects: z.array(defectSchema),
  classes: z.array(z.object({ label: z.string(), probability: z.number() })),
  anomaly: z.object({ score: z.number(), map: z.string().nullable() }).nullable(),
  uncertainty: z.object({ entropy: z.number(), outOfDistribution: z.number().nullable() }).nullable(),
  error: z.object({ code: z.string(), stage: z.string(), detail: z.string() }).nullable(),
});
export type Inspection = z.infer<typeof inspectionSchema>;

const limit = z.coerce.number().int().min(1).max(500).default(50);
/** Opaque; made by the server. */
const cursor = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,200}$/, 'send back the nextCursor of the page before, unchanged')
  .optional();
export const pageQuerySchema = z.object({ limit, cursor });

export const inspectionFilterSchema = z.object({
  verdict: verdictSchema.optional(),
  camera: nameSchema.optional(),
  line: nameSchema.optional(),
  label: z.string().min(1).max(100).optional(),
  part: partSchema.optional(),
  from: timeSchema.optional(),
  to: timeSchema.optional(),
});
export type InspectionFilter = z.infer<typeof inspectionFilterSchema>;
export const inspectionQuerySchema = inspectionFilterSchema.extend({ limit, cursor });
export const inspectionPageSchema = z.object({ items: z.array(inspectionSchema), nextCursor: z.string().nullable() });
export const inspectionsJudgedSchema = z.object({ inspections: z.array(inspectionSchema) });
