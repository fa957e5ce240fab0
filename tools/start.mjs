// npm start: installs and compiles what is missing, then runs everything on this machine.
import { prepare } from './prepare.mjs';
import { inRoot, runNode } from './run-node.mjs';

prepare();
runNode(['--enable-source-maps', inRoot('dist/apps/standalone/main.js')], { UV_THREADPOOL_SIZE: process.env.UV_THREADPOOL_SIZE ?? '8' });
