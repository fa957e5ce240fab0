import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { EvaluatedImage } from './evaluation.js';
import type { EvaluationReport } from './evaluate.run.js';
import { drawErrors } from './error-picture.js';
import { reportPage, type WorstPicture } from './report.page.js';

const pictures = 12;

/** Writes `report.json` and `report.html`, which needs no other file. */
export async function writeReport(folder: string, report: EvaluationReport, images: readonly EvaluatedImage[]): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'report.json'), `${JSON.stringify(report, null, 2)}\n`);
  const byFile = new Map(images.map((image) => [image.file, image]));
  const worst: WorstPicture[] = [];
  for (const errors of report.worst.slice(0, pictures))
    worst.push({ ...errors, jpeg: await drawErrors(byFile.get(errors.file)!, report.best.score) });
  await writeFile(path.join(folder, 'report.html'), reportPage(report, worst));
}
