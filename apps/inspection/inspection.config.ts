import { defineConfig, setting } from '@sightline/platform';
import { z } from 'zod';

export const inspectionConfig = defineConfig('inspection', {
  SIGHTLINE_INSPECTION_SWEEP_MS: setting(
    z.coerce.number().int().min(20).default(250),
    'how often time limits of missing views are looked at, ms',
  ),
  SIGHTLINE_INSPECTION_TIMEOUT_MINUTES: setting(
    z.coerce.number().positive().default(30),
    'after this long without an answer of any stage, while later parts were judged, an inspection ends `error`, minutes',
  ),
});
