import path from 'node:path';
import { root } from './images.js';

/** What `npm start` runs once everything is installed and compiled. */
export const startCommand: [string, ...string[]] = [process.execPath, path.join(root, 'tools/start.mjs')];
