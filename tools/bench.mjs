// npm run bench [-- scenario ...]: measures on this machine, prints JSON and keeps it in bench/results/.
import { prepare } from './prepare.mjs';
import { inRoot, runNode } from './run-node.mjs';

prepare();
runNode([inRoot('dist/bench/main.js'), ...process.argv.slice(2)]);
