import { defineConfig, setting } from '@sightline/platform';
import { z } from 'zod';

export const accessConfig = defineConfig('access', {
  SIGHTLINE_ADMIN_KEY: setting(
    z
      .string()
      .regex(/^\S{16,200}$/, 'use at least 16 characters without spaces')
      .optional(),
    'admin key; without it the first start makes one and writes it to admin.key in the data directory',
  ),
});
