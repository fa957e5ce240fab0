import { z } from 'zod';
import { nameSchema, sha256Schema, timeSchema } from './vocabulary.schema.js';

/** How a model's tensors are to be read. More contracts join this list as decoders are registered. */
export const contractNameSchema = z.enum(['ultralytics-detect', 'ultralytics-end-to-end']);
export type ContractName = z.infer<typeof contractNameSchema>;

/** What was found out about an ONNX file: enough to feed it and to read its answer. */
export const modelContractSchema = z.object({
  contract: contractNameSchema,
  task: z.enum(['detect', 'segment', 'classify', 'anomaly', 'obb']),
  labels: z.array(z.string().min(1)).min(1),
  input: z.object({
    name: z.string(),
    /** Pixels; the image is letterboxed to it. */
    width: z.int().min(1),
    height: z.int().min(1),
    /** Null: any batch size. */
    batch: z.int().min(1).nullable(),
  }),
  outputs: z.array(z.string()).min(1),
});
export type ModelContract = z.infer<typeof modelContractSchema>;

/** Immutable. */
export const modelVersionSchema = z.object({
  name: nameSchema,
  version: z.int().min(1),
  sha256: sha256Schema,
  bytes: z.int().min(1),
  /** Where the ONNX file lies in the object store. */
  key: z.string(),
  contract: modelContractSchema,
  /** The model card: data, licence, metrics, as its author wrote it. */
  card: z.record(z.string(), z.unknown()),
  createdAt: timeSchema,
  createdBy: z.string(),
});
export type ModelVersion = z.infer<typeof modelVersionSchema>;

export const modelSchema = z.object({
  name: nameSchema,
  latestVersion: z.int().min(1),
  aliases: z.record(z.string(), z.int().min(1)),
  updatedAt: timeSchema,
});
export type Model = z.infer<typeof modelSchema>;

export const modelDetailSchema = modelSchema.extend({ versions: z.array(modelVersionSchema) });

export const aliasSchema = z.object({
  model: nameSchema,
  alias: nameSchema,
  version: z.int().min(1),
  setAt: timeSchema,
  setBy: z.string(),
});
export type Alias = z.infer<typeof aliasSchema>;
export const aliasInputSchema = z.object({ version: z.int().min(1) }).strict();

export const modelUsedSchema = z.object({ name: nameSchema, version: z.int().min(1), sha256: sha256Schema });
export type ModelUsed = z.infer<typeof modelUsedSchema>;
