import { type Command, Option } from 'commander';
import type { EvaluateOptions } from './evaluate/evaluate.run.js';
import { share } from './option.parsers.js';

const help = `
Formats, recognised unless named: coco (JSON with images, annotations, categories), yolo (data.yaml or images/ and labels/),
voc (Annotations/*.xml), deep-pcb (NAME_test.jpg with NAME.txt). Without --split the test split is measured, else val, else all.

Examples:
  sightline evaluate --model models/pcb-defects/model.onnx --dataset samples/pcb
  sightline evaluate --model best.onnx --dataset data/boards --split val --report report/
  sightline evaluate --model best.onnx --dataset data/boards --format coco --json | jq .map50

Exit codes: 0 measured, 2 it cannot be measured, for example because the labels do not match.`;

/** `sightline evaluate`. */
export function addEvaluateCommand(program: Command): void {
  program
    .command('evaluate')
    .summary('measure a model on a labelled dataset')
    .description('Measures a model on a labelled dataset: mAP50, mAP50-95, and by label AP, precision, recall and F1.')
    .requiredOption('--model <file>', 'ONNX file')
    .requiredOption('--dataset <dir>', 'folder of the dataset')
    .addOption(new Option('--format <format>', 'layout of the dataset').choices(['coco', 'yolo', 'voc', 'deep-pcb']))
    .option('--split <name>', 'part of the dataset, such as test or val')
    .option('--report <dir>', 'write report.json and report.html there')
    .option('--threshold <score>', 'detections below it are not looked at', share, 0.001)
    .option('--json', 'print one JSON object')
    .addHelpText('after', help)
    .action(async (options: EvaluateOptions & { json?: true }) => {
      const [{ evaluateModel }, { describeEvaluation }] = await Promise.all([
        import('./evaluate/evaluate.run.js'),
        import('./evaluate/evaluate.text.js'),
      ]);
      const report = await evaluateModel(options);
      process.stdout.write(options.json ? `${JSON.stringify(report)}\n` : describeEvaluation(report));
    });
}
