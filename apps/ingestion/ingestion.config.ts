import { defineConfig, setting } from '@sightline/platform';
import { z } from 'zod';

export const ingestionConfig = defineConfig('ingestion', {
  SIGHTLINE_MAX_FRAME_BYTES: setting(z.coerce.number().int().min(1024).default(50_000_000), 'largest image that is taken, bytes'),
  SIGHTLINE_MAX_INTAKE_BYTES: setting(
    z.coerce
      .number()
      .int()
      .min(1 << 20)
      .default(200_000_000),
    'bytes of unfinished uploads held in memory before new ones are answered 503',
  ),
  SIGHTLINE_MAX_BACKLOG: setting(
    z.coerce.number().int().min(1).default(50_000),
    'frames waiting to be judged before new ones are answered 429',
  ),
  SIGHTLINE_MIN_FREE_BYTES: setting(
    z.coerce.number().int().min(0).default(500_000_000),
    'free disk space that is left alone; frames are answered 503 before it is used',
  ),
  SIGHTLINE_IDEMPOTENCY_HOURS: setting(z.coerce.number().int().min(1).default(24), 'how long an Idempotency-Key is remembered, hours'),
});
