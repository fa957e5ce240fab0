import { defineConfig, setting } from '@sightline/platform';
import { z } from 'zod';

export const eventsConfig = defineConfig('events', {
  SIGHTLINE_BUS: setting(z.enum(['postgres']).default('postgres'), 'what carries the events'),
  SIGHTLINE_BUS_KEEP_HOURS: setting(
    z.coerce.number().min(0).default(2),
    'how long events stay in the log after every group has finished them, hours',
  ),
});
