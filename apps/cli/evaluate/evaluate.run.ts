import { readFile } from 'node:fs/promises';
import { type LabelledImage } from '../dataset/dataset.js';
import { type DatasetFormat, openDataset, type OpenedDataset } from '../dataset/open-dataset.js';
import { CliError, inOneLine } from '../failure.js';
import { inOrder } from '../in-order.js';
import { ModelSession } from '../model-session.js';
import { startProgress } from '../terminal/progress.js';
import { evaluate, type EvaluatedImage, type Evaluation } from './evaluation.js';
import { writeReport } from './report.writer.js';

export interface EvaluateOptions {
  readonly model: string;
  readonly dataset: string;
  readonly format?: DatasetFormat;
  readonly split?: string;
  readonly threshold: number;
  /** Folder to write the report to. */
  readonly report?: string;
}

export interface EvaluationReport extends Evaluation {
  readonly model: { readonly file: string; readonly sha256: string; readonly labels: readonly string[] };
  readonly dataset: { readonly folder: string; readonly format: DatasetFormat; readonly split: string | null };
  /** Detections below it were not looked at. */
  readonly threshold: number;
  /** Mean of the model's run, tensor and decoding included; ms. */
  readonly runMs: number;
  readonly unreadable: readonly { readonly file: string; readonly reason: string }[];
  readonly notes: readonly string[];
}

/** Measures a model on a labelled dataset. @throws CliError when they do not belong together */
export async function evaluateModel(options: EvaluateOptions): Promise<EvaluationReport> {
  const session = await ModelSession.open(options.model);
  try {
    const dataset = await openDataset(options.dataset, options, session.contract.labels);
    const { images, runMs, unreadable, unknown } = await measure(session, dataset, options.threshold);
    if (!images.length)
      throw new CliError(
        `None of the ${dataset.images.length} images can be read; the first: ${unreadable[0]!.file}: ${unreadable[0]!.reason}`,
      );
    const report: EvaluationReport = {
      model: { file: options.model, sha256: session.sha256, labels: session.contract.labels },
      dataset: { folder: options.dataset, format: dataset.format, split: dataset.split },
      threshold: options.threshold,
      runMs,
      unreadable,
      notes: [...dataset.notes, ...unknown],
      ...evaluate(images),
    };
    if (options.report) await writeReport(options.report, report, images);
    return report;
  } finally {
    await session.close();
  }
}

interface Measured {
  readonly images: EvaluatedImage[];
  readonly runMs: number;
  readonly unreadable: { file: string; reason: string }[];
  /** Labels of the model that the dataset does not know, in words. */
  readonly unknown: string[];
}

async function measure(session: ModelSession, dataset: OpenedDataset, threshold: number): Promise<Measured> {
  // Formats that state shares need no size to tell their labels.
  const used = new Set(dataset.images.flatMap(({ truthIn }) => truthIn({ width: 1, height: 1 }).map(({ label }) => label)));
  requireLabels([...used], dataset, session.contract.labels);
  const judged = new Set([...dataset.labels, ...used]);
  const ignored = session.contract.labels.filter((label) => !judged.has(label));
  const images: EvaluatedImage[] = [];
  const unreadable: Measured['unreadable'] = [];
  const progress = await startProgress(dataset.images.length, 'images');
  let totalMs = 0;
  try {
    await inOrder(
      dataset.images,
      session.atOnce,
      (image) => look(session, image, threshold).catch((error: unknown) => ({ file: image.file, reason: inOneLine(error) })),
      (seen) => {
        progress.step();
        if ('reason' in seen) return void unreadable.push(seen);
        totalMs += seen.runMs;
        images.push({ file: seen.file, truth: seen.truth, detections: seen.detections.filter(({ label }) => judged.has(label)) });
      },
    );
  } finally {
    progress.stop();
  }
  const unknown = ignored.length ? [`the dataset does not know ${ignored.join(', ')}: what the model found of that was left out`] : [];
  return { images, runMs: images.length ? totalMs / images.length : 0, unreadable, unknown };
}

async function look(session: ModelSession, image: LabelledImage, threshold: number): Promise<EvaluatedImage & { runMs: number }> {
  const pixels = await session.decode(await readFile(image.file));
  const { detections, runMs } = await session.run(pixels, { region: null, minScore: threshold });
  return { file: image.file, truth: image.truthIn(pixels), detections, runMs };
}

function requireLabels(used: readonly string[], dataset: OpenedDataset, known: readonly string[]): void {
  const strange = used.filter((label) => !known.includes(label));
  if (!strange.length) return;
  throw new CliError(
    `The labels of dataset and model do not match: the dataset has ${strange.map((label) => `"${label}"`).join(', ')}, the model knows ${known.map((label) => `"${label}"`).join(', ')}. ` +
      `Rename them in the dataset${dataset.format === 'yolo' ? ' (names in its data.yaml)' : ''}, or take the model that was trained for it.`,
  );
}
