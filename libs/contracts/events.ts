import { z } from 'zod';
import { defineEvent, type EventDefinition } from './event.js';
import { capturedFrameSchema, qualitySchema } from './frame.schema.js';
import { defectSchema, detectionSchema, inspectionSchema } from './inspection.schema.js';
import { modelUsedSchema, modelVersionSchema } from './model.schema.js';
import { boxSchema, idSchema, nameSchema, timeSchema } from './vocabulary.schema.js';

const ms = z.number().min(0);

export const frameCaptured = defineEvent('sightline.frame.captured.v1', 'A frame was stored and may be judged.', capturedFrameSchema);

export const framePreprocessed = defineEvent(
  'sightline.frame.preprocessed.v1',
  'A frame is fit to be judged.',
  z.object({
    frame: capturedFrameSchema,
    /** Object key of the pixels to judge: the source's own when no pixel was changed. */
    pixelsKey: z.string(),
    /** The part of the frame to judge, source pixels; null is all of it. */
    region: boxSchema.nullable(),
    quality: qualitySchema,
    timingsMs: z.object({ queue: ms, decode: ms }),
  }),
);

export const frameRejected = defineEvent(
  'sightline.frame.rejected.v1',
  'A frame cannot be judged; its inspection ends `unusable`.',
  z.object({
    frame: capturedFrameSchema,
    reasons: z.array(z.object({ code: z.string(), detail: z.string() })).min(1),
    quality: qualitySchema.nullable(),
    timingsMs: z.object({ queue: ms, decode: ms }),
  }),
);

export const inferenceCompleted = defineEvent(
  'sightline.inference.completed.v1',
  'A model looked at a frame.',
  z.object({
    frame: capturedFrameSchema,
    quality: qualitySchema,
    model: modelUsedSchema,
    /** Every detection worth keeping, before the recipe's thresholds; boxes in source pixels. */
    detections: z.array(detectionSchema),
    timingsMs: z.object({ queue: ms, decode: ms, inference: ms }),
  }),
);

export const stageFailed = defineEvent(
  'sightline.stage.failed.v1',
  'A stage gave up on a frame; its inspection ends `error`.',
  z.object({ frame: capturedFrameSchema, stage: z.string(), code: z.string(), detail: z.string() }),
);

export const inspectionJudged = defineEvent('sightline.inspection.judged.v1', 'An inspection ended in a verdict.', inspectionSchema);

export const defectDetected = defineEvent(
  'sightline.defect.detected.v1',
  'A judged inspection holds this defect; one event each.',
  z.object({
    inspectionId: idSchema,
    part: z.string().nullable(),
    camera: nameSchema,
    line: nameSchema,
    station: nameSchema,
    judgedAt: timeSchema,
    defect: defectSchema,
  }),
);

export const modelVersionRegistered = defineEvent(
  'sightline.model-version.registered.v1',
  'A model version can be used.',
  modelVersionSchema,
);

export const modelVersionPromoted = defineEvent(
  'sightline.model-version.promoted.v1',
  'An alias points to another version.',
  z.object({ model: nameSchema, alias: nameSchema, version: z.int(), previousVersion: z.int().nullable(), by: z.string(), at: timeSchema }),
);

/** Every topic there is; AsyncAPI and the topics of a broker are made from it. */
export const eventDefinitions: readonly EventDefinition[] = [
  frameCaptured,
  framePreprocessed,
  frameRejected,
  inferenceCompleted,
  stageFailed,
  inspectionJudged,
  defectDetected,
  modelVersionRegistered,
  modelVersionPromoted,
];
