import react from '@vitejs/plugin-react';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const folder = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** `npx vite apps/dashboard` serves the page with hot reload in front of a server started by `npm start`. */
const server = 'http://127.0.0.1:8080';

export default defineConfig({
  root: folder('.'),
  plugins: [react()],
  build: {
    outDir: process.env['SIGHTLINE_DASHBOARD_OUT'] ?? folder('../../dist/apps/dashboard'),
    emptyOutDir: true,
    target: 'es2023',
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700,
  },
  server: { port: 5173, proxy: { '/v1': server, '/openapi.json': server } },
});
