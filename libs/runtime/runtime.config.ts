import { defineConfig, setting } from '@sightline/platform';
import { availableParallelism } from 'node:os';
import { z } from 'zod';

export const runtimeConfig = defineConfig('runtime', {
  SIGHTLINE_INFERENCE_WORKERS: setting(
    z.coerce.number().int().min(1).max(256).default(availableParallelism()),
    'threads that run models, each with a copy of every loaded model; one a core is best',
  ),
  SIGHTLINE_DECODED_MIB: setting(
    z.coerce.number().int().min(0).max(65_536).default(64),
    'room for decoded frames between stages of one process, MiB',
  ),
  SIGHTLINE_MAX_FRAME_PIXELS: setting(z.coerce.number().int().min(1).default(100_000_000), 'largest image that is taken, width x height'),
});
