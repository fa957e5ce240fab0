import { defineConfig, setting } from '@sightline/platform';
import { z } from 'zod';

export const standaloneConfig = defineConfig('standalone', {
  SIGHTLINE_DEMO: setting(
    z.enum(['auto', 'on', 'off']).default('auto'),
    'demo camera that plays the sample boards; auto: for two hours, until a camera of your own exists',
  ),
});
