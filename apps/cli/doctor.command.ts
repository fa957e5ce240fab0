import type { Command } from 'commander';

const help = `
Looks at this machine and this installation: Node, native modules, processor, memory, disk, port, PostgreSQL, model, clock.

Examples:
  sightline doctor
  SIGHTLINE_DATA_DIR=/srv/sightline sightline doctor
  sightline doctor --json | jq '.checks[] | select(.state != "ok")'

Exit codes: 0 nothing stands in the way (warnings may remain), 1 problems were found, 2 error.`;

/** `sightline doctor`. */
export function addDoctorCommand(program: Command): void {
  program
    .command('doctor')
    .summary('check this machine and installation, and say what to do')
    .description('Checks whether Sightline can run here, and says what to do where it cannot.')
    .option('--json', 'print one JSON object')
    .addHelpText('after', help)
    .action(async ({ json }: { json?: true }) => {
      const [{ diagnose }, { describeDiagnosis }] = await Promise.all([
        import('./doctor/diagnosis.js'),
        import('./doctor/diagnosis.text.js'),
      ]);
      const diagnosis = await diagnose();
      process.stdout.write(json ? `${JSON.stringify(diagnosis)}\n` : describeDiagnosis(diagnosis));
      process.exitCode = diagnosis.ok ? 0 : 1;
    });
}
