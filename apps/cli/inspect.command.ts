import type { Command } from 'commander';
import type { PlanOptions } from './inspect/plan.js';
import { share } from './option.parsers.js';

const help = `
Without a recipe and a model the bundled recipe for bare boards (pcb) judges. With --model alone everything the model finds at or
above --threshold (0.25) is listed as a defect and fails the part. With a recipe, --threshold replaces the thresholds of its labels.

Examples:
  sightline inspect samples/pcb
  sightline inspect board.jpg --recipe recipes/board.json --out overlays/
  sightline inspect shots/ --model best.onnx --threshold 0.4 --json | jq .inspection.verdict

Exit codes: 0 every image passes, 1 some fail, need review or are unusable, 2 something could not be judged at all.`;

/** `sightline inspect`. */
export function addInspectCommand(program: Command): void {
  program
    .command('inspect')
    .summary('judge images, without a server')
    .description('Judges images or folders of them (and what is below) as the server would, without one.')
    .argument('<path...>', 'images, or folders with images')
    .option('--recipe <file>', 'recipe, a JSON file')
    .option('--model <file>', 'ONNX file, instead of the recipe’s model')
    .option('--threshold <score>', 'least score of a defect, 0-1', share)
    .option('--golden <file>', 'golden sample, for models that compare')
    .option('--out <dir>', 'write a picture of each image with its defects there')
    .option('--json', 'print one JSON object a line: {"file", "inspection"}')
    .addHelpText('after', help)
    .action(async (paths: string[], options: PlanOptions & { out?: string; json?: true }) => {
      const [{ inspectImages }, { describeInspection }] = await Promise.all([
        import('./inspect/inspect.run.js'),
        import('./inspect/inspection.text.js'),
      ]);
      process.exitCode = await inspectImages(paths, {
        ...options,
        showProgress: !process.stdout.isTTY,
        onTrouble: (message) => void process.stderr.write(`sightline: ${message}\n`),
        onInspection: (file, inspection) =>
          void process.stdout.write(
            options.json ? `${JSON.stringify({ file, inspection })}\n` : describeInspection(file, inspection, process.stdout.isTTY),
          ),
      });
    });
}
