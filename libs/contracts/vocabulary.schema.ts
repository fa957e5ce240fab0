import { z } from 'zod';

/** Ends an inspection. `review`: a human decides. `unusable`: the image could not be judged. `error`: a stage gave up. */
export const verdictSchema = z.enum(['pass', 'fail', 'review', 'unusable', 'error']);
export type Verdict = z.infer<typeof verdictSchema>;

/** How bad a defect is, from least to worst. */
export const severitySchema = z.enum(['info', 'minor', 'major', 'critical']);
export type Severity = z.infer<typeof severitySchema>;
export const severities = severitySchema.options;

/** `[x, y, width, height]` in pixels of the source frame as a viewer shows it (EXIF orientation applied). */
export const boxSchema = z.tuple([z.number(), z.number(), z.number(), z.number()]);
export type Box = z.infer<typeof boxSchema>;

/** COCO run-length encoding, column-major; `size` is `[height, width]`. */
export const maskSchema = z.object({ size: z.tuple([z.int(), z.int()]), counts: z.string() });
export type Mask = z.infer<typeof maskSchema>;
export const maskSourceSchema = z.enum(['sam', 'model', 'anomaly-map']);

/** Names of resources appear in addresses, object keys and file names: letters, digits, dot, dash, underscore. */
export const nameSchema = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/,
    'use up to 100 letters, digits, dots, dashes or underscores, starting with a letter or digit',
  );
export const idSchema = z.uuid();
export const timeSchema = z.iso.datetime({ offset: true });
export const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/);
/** A part's serial number, as the plant writes it. */
export const partSchema = z.string().min(1).max(200);
