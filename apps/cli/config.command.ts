import type { Command } from 'commander';

const help = `
Settings come from the environment. Values that do not fit are marked; secrets are shown as dots.

Examples:
  sightline config
  SIGHTLINE_HTTP_PORT=9000 sightline config | grep PORT
  sightline config --json | jq -r '.[].settings[].name'

Exit codes: 0 every setting fits, 1 some do not, 2 error.`;

/** `sightline config`. */
export function addConfigCommand(program: Command): void {
  program
    .command('config')
    .summary('every setting with its default, its value and what it is for')
    .description('Lists every setting of every service: name, value, default, what it is for.')
    .option('--json', 'print one JSON array')
    .addHelpText('after', help)
    .action(async ({ json }: { json?: true }) => {
      const [{ listSettings }, { describeSettings }] = await Promise.all([
        import('./config/settings.js'),
        import('./config/settings.text.js'),
      ]);
      const groups = await listSettings(process.env);
      process.stdout.write(json ? `${JSON.stringify(groups)}\n` : describeSettings(groups));
      process.exitCode = groups.some(({ settings }) => settings.some(({ problem }) => problem !== null)) ? 1 : 0;
    });
}
