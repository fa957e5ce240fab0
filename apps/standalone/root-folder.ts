import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout: the folder above `dist/` or `apps/`. */
export const rootFolder = path.resolve(path.dirname(fileURLToPath(import.meta.url)).replace(/([\\/]dist)?[\\/]apps[\\/]standalone$/, ''));
