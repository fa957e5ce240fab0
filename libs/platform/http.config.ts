import { z } from 'zod';
import { defineConfig, setting } from './config.js';

export const httpConfig = defineConfig('http', {
  SIGHTLINE_HTTP_PORT: setting(z.coerce.number().int().min(0).max(65535).default(8080), 'port of the API and the page'),
  SIGHTLINE_HTTP_HOST: setting(z.string().min(1).default('127.0.0.1'), 'address to listen on; 0.0.0.0 opens it to the network'),
  SIGHTLINE_DATA_DIR: setting(z.string().min(1).default('.sightline'), 'folder that holds all state'),
  SIGHTLINE_LOG_LEVEL: setting(
    z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
    'least severe line that is logged',
  ),
});
