import { runCommandLine } from './cli.program.js';

void runCommandLine(process.argv);
