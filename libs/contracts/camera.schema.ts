import { z } from 'zod';
import { nameSchema, timeSchema } from './vocabulary.schema.js';

/** Where a camera stands and how its frames are inspected; the body of `PUT /v1/cameras/{id}`. */
export const cameraInputSchema = z
  .object({ site: nameSchema, line: nameSchema, station: nameSchema, view: nameSchema.default('main'), recipe: nameSchema })
  .strict();
export type CameraInput = z.infer<typeof cameraInputSchema>;

export const cameraSchema = cameraInputSchema.extend({ id: nameSchema, version: z.int().min(1), updatedAt: timeSchema });
export type Camera = z.infer<typeof cameraSchema>;
