import { defineConfig, setting } from '@sightline/platform';
import { z } from 'zod';

export const preprocessingConfig = defineConfig('preprocessing', {
  SIGHTLINE_MAX_DECODE_PIXELS: setting(z.coerce.number().int().min(1).default(100_000_000), 'largest image that is decoded, width x height'),
});
