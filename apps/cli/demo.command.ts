import type { Command } from 'commander';
import { positive } from './option.parsers.js';
import type { DemoOptions } from './send/demo.run.js';

const help = `
Makes the camera "demo" with the recipe "pcb" when the key may do so, then sends board after board and says how each was judged.

Examples:
  sightline demo
  sightline demo --url http://qa-server:8080 --rate 5

Exit codes: 0 ended with Ctrl-C, 2 the server cannot be reached or refuses.`;

/** `sightline demo`. */
export function addDemoCommand(program: Command): void {
  program
    .command('demo')
    .summary('play the sample boards at a running server')
    .description('Plays the sample boards at a running server until Ctrl-C.')
    .option('--url <url>', 'the server (default: SIGHTLINE_URL, else http://127.0.0.1:8080)')
    .option('--key <key>', 'a key for it (default: SIGHTLINE_KEY, SIGHTLINE_ADMIN_KEY, else admin.key in the data directory)')
    .option('--rate <n>', 'boards a second', positive, 2)
    .addHelpText('after', help)
    .action(async (options: DemoOptions) => {
      const { playDemo } = await import('./send/demo.run.js');
      await playDemo(options);
    });
}
