import { defineConfig, setting } from '@sightline/platform';
import { z } from 'zod';

export const inferenceConfig = defineConfig('inference', {
  SIGHTLINE_PRELOAD_MODELS: setting(
    z
      .string()
      .default('pcb-defects@champion')
      .transform((text) =>
        text
          .split(',')
          .map((reference) => reference.trim())
          .filter(Boolean),
      ),
    'models that are loaded before frames are judged, name@alias or name:version, comma-separated; others load with their first frame',
  ),
  SIGHTLINE_UNLOAD_AFTER_MINUTES: setting(z.coerce.number().min(1).default(30), 'models that no frame asked for in so long are unloaded'),
});
