import { z } from 'zod';
import { recipeReferenceSchema, recipeSchema } from './recipe.schema.js';
import { idSchema, nameSchema, partSchema, sha256Schema, timeSchema } from './vocabulary.schema.js';

export const mediaTypeSchema = z.enum(['image/jpeg', 'image/png', 'image/webp', 'image/tiff', 'image/bmp']);
export type MediaType = z.infer<typeof mediaTypeSchema>;

/** One captured image: where its bytes lie and where it comes from. */
export const frameSchema = z.object({
  id: idSchema,
  inspectionId: idSchema,
  /** Object key of the bytes as they came. */
  key: z.string(),
  sha256: sha256Schema,
  mediaType: mediaTypeSchema,
  bytes: z.int().min(1),
  /** Pixels, with EXIF orientation applied. */
  width: z.int().min(1),
  height: z.int().min(1),
  camera: nameSchema,
  site: nameSchema,
  line: nameSchema,
  station: nameSchema,
  view: nameSchema,
  part: partSchema.nullable(),
  capturedAt: timeSchema,
  receivedAt: timeSchema,
});
export type Frame = z.infer<typeof frameSchema>;

/** A frame with the recipe as it stood at capture, so that no later stage has to look it up. */
export const capturedFrameSchema = frameSchema.extend({ recipe: recipeReferenceSchema.extend({ body: recipeSchema }) });
export type CapturedFrame = z.infer<typeof capturedFrameSchema>;

export const qualitySchema = z.object({
  /** Variance of the Laplacian on 8-bit grey. */
  sharpness: z.number(),
  /** Mean grey, 0-255. */
  brightness: z.number(),
  /** Shares of pixels, 0-1. */
  clippedHighlights: z.number(),
  clippedShadows: z.number(),
});
export type Quality = z.infer<typeof qualitySchema>;

export const postFramesQuerySchema = z.object({
  camera: nameSchema,
  recipe: nameSchema.optional(),
  part: partSchema.optional(),
  view: nameSchema.optional(),
  capturedAt: timeSchema.optional(),
});
export const framesAcceptedSchema = z.object({ frames: z.array(z.object({ id: idSchema, inspectionId: idSchema })) });
export type FramesAccepted = z.infer<typeof framesAcceptedSchema>;
export const frameImageQuerySchema = z.object({ width: z.coerce.number().int().min(16).max(4096).optional() });
