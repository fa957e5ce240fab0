// npm start: installs and compiles what is missing, then runs everything on this machine.
import { prepare } from './prepare.mjs';
import { inRoot, runNode } from './run-node.mjs';

prepare();
runNode(['--enable-source-maps', inRoot('dist/apps/standalone/main.js')], {
  UV_THREADPOOL_SIZE: process.env.UV_THREADPOOL_SIZE ?? '8',
  // Compiled code is kept between starts: half a second less to wait.
  NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? inRoot('dist/.compile-cache'),
});
