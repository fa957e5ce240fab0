// Compiles the services and the page into dist/.
import { compile } from './compile.mjs';

const files = await compile();
const { build } = await import('vite');
await build({ configFile: 'apps/dashboard/vite.config.ts', logLevel: 'warn' });
console.log(`compiled ${files} files and the page`);
