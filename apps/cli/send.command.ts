import type { Command } from 'commander';
import { positive, wholePositive } from './option.parsers.js';
import type { SendOptions } from './send/send.run.js';

const help = `
Without --count and --seconds the folder is played once. With --rate frames leave at their moment whatever the server does, and
latency counts from that moment; without it each connection sends its next frame when the last was answered.
429 and 503 are retried when the server asks for it. Ctrl-C ends early and still prints the figures.

Examples:
  sightline send samples/pcb --camera cam-1
  sightline send shots/ --camera cam-1 --rate 20 --seconds 60 --wait
  sightline send shots/ --camera cam-1 --recipe pcb --count 1000 --connections 8 --json

Exit codes: 0 every frame was taken, 1 some were not, 2 nothing could be sent.`;

/** `sightline send`. */
export function addSendCommand(program: Command): void {
  program
    .command('send')
    .summary('play a folder at a server; throughput and latency')
    .description('Plays the images of a folder at a server, as a camera would, and measures it.')
    .argument('<dir>', 'folder with images; or one image')
    .requiredOption('--camera <id>', 'camera that the frames come from')
    .option('--url <url>', 'the server (default: SIGHTLINE_URL, else http://127.0.0.1:8080)')
    .option('--key <key>', 'a key for it (default: SIGHTLINE_KEY, SIGHTLINE_ADMIN_KEY, else admin.key in the data directory)')
    .option('--recipe <name>', 'recipe instead of the camera’s own')
    .option('--rate <n>', 'frames a second (default: as fast as answers come)', positive)
    .option('--connections <n>', 'connections, kept open', wholePositive, 4)
    .option('--wait [seconds]', 'wait for each verdict, at most so long (10 s)', positive)
    .option('--count <n>', 'frames to send; the folder is repeated', wholePositive)
    .option('--seconds <s>', 'how long to send; the folder is repeated', positive)
    .option('--part-prefix <text>', 'serial number of each part: this and the frame’s number')
    .option('--json', 'print one JSON object')
    .addHelpText('after', help)
    .action(async (folder: string, options: SendOptions & { json?: true }) => {
      const [{ send }, { describeSend }] = await Promise.all([import('./send/send.run.js'), import('./send/send.text.js')]);
      const report = await send(folder, options);
      process.stdout.write(options.json ? `${JSON.stringify(report)}\n` : describeSend(report, options.rate));
      process.exitCode = report.accepted === report.frames ? 0 : 1;
    });
}
