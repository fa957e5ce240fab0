import { table } from '../terminal/table.js';
import type { EvaluationReport } from './evaluate.run.js';

const three = (value: number): string => value.toFixed(3);

/** What a person reads of an evaluation. */
export function describeEvaluation(report: EvaluationReport): string {
  const { best, dataset } = report;
  const rows = report.labels.map((label) => [
    label.label,
    label.truths,
    label.detections,
    three(label.ap50),
    three(label.ap50to95),
    three(label.precision),
    three(label.recall),
    three(label.f1),
  ]);
  const all = [
    'all',
    report.truths,
    report.detections,
    three(report.map50),
    three(report.map50to95),
    three(best.precision),
    three(best.recall),
    three(best.f1),
  ];
  return [
    `${report.images} images (${dataset.format}${dataset.split ? `, split ${dataset.split}` : ''}), ${report.runMs.toFixed(1)} ms of model time each`,
    '',
    table([['label', 'truths', 'found', 'AP50', 'AP50-95', 'precision', 'recall', 'F1'], ...rows, all]),
    '',
    `Precision, recall and F1 at score >= ${three(best.score)}, where F1 over all labels is best: ${best.truePositives} right, ${best.falsePositives} false alarms, ${best.falseNegatives} missed.`,
    ...report.notes.map((note) => `Note: ${note}.`),
    ...report.unreadable.map(({ file, reason }) => `Left out: ${file}: ${reason}`),
    '',
  ].join('\n');
}
