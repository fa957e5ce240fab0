import { defineConfig, setting } from '@sightline/platform';
import { z } from 'zod';

export const databaseConfig = defineConfig('database', {
  DATABASE_URL: setting(z.string().min(1).optional(), 'PostgreSQL to use; absent: one is started in the data directory'),
  SIGHTLINE_DATABASE_POOL: setting(z.coerce.number().int().min(2).max(100).default(8), 'connections that one process may hold'),
  SIGHTLINE_DATABASE_STATEMENT_TIMEOUT_MS: setting(z.coerce.number().int().min(100).default(30_000), 'longest that one statement may take'),
});
