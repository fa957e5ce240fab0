#!/usr/bin/env node
// npx sightline <verb>: the command line, from a checkout.
import { prepare } from './prepare.mjs';
import { inRoot, runNode } from './run-node.mjs';

prepare();
runNode([inRoot('dist/apps/cli/main.js'), ...process.argv.slice(2)]);
