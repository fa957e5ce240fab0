import { defineConfig, setting } from '@sightline/platform';
import { z } from 'zod';

export const inferenceConfig = defineConfig('inference', {
  SIGHTLINE_PRELOAD_MODELS: setting(
    z
      .string()
      .default('pcb-defects@champion')
      .transform((value) => value.split(',').map((name) => name.trim()).filter(Boolean)),
    'models that are loaded and warmed up before the service is ready; comma-separated name@alias',
  ),
});
