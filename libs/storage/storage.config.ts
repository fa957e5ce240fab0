import { defineConfig, setting } from '@sightline/platform';
import { z } from 'zod';

export const storageConfig = defineConfig('storage', {
  SIGHTLINE_STORE: setting(z.enum(['file']).default('file'), 'where images and models are kept'),
});
