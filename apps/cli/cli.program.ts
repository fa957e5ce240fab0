import { Command, CommanderError } from 'commander';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { addConfigCommand } from './config.command.js';
import { addDemoCommand } from './demo.command.js';
import { addDoctorCommand } from './doctor.command.js';
import { addEvaluateCommand } from './evaluate.command.js';
import { inOneLine } from './failure.js';
import { addInspectCommand } from './inspect.command.js';
import { rootFolder } from './root-folder.js';
import { addSendCommand } from './send.command.js';

/** Every verb. Their work is imported when they run, so that help answers at once. */
export function commandLine(): Command {
  const program = new Command('sightline')
    .description('Visual quality inspection: judge images here, play them at a server, measure models, look after an installation.')
    .version(version(), '-V, --version')
    .exitOverride()
    .configureHelp({ helpWidth: 100, showGlobalOptions: false })
    .addHelpText('after', '\nEvery verb: sightline <verb> --help. SIGHTLINE_DEBUG=1 shows where an error came from.');
  for (const add of [addInspectCommand, addSendCommand, addEvaluateCommand, addDemoCommand, addConfigCommand, addDoctorCommand])
    add(program);
  return program;
}

const version = (): string => (JSON.parse(readFileSync(path.join(rootFolder, 'package.json'), 'utf8')) as { version: string }).version;

/** Runs one verb; sets the exit code: what the verb says, 2 for errors. */
export async function runCommandLine(argv: readonly string[]): Promise<void> {
  // `sightline ... | head` closes the pipe early: that is no error.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 2));
  try {
    await commandLine().parseAsync(argv);
  } catch (error) {
    if (error instanceof CommanderError) {
      // Commander has already said what is wrong.
      process.exitCode = error.exitCode === 0 ? 0 : 2;
      return;
    }
    process.stderr.write(`sightline: ${inOneLine(error)}\n`);
    process.exitCode = 2;
  }
}
