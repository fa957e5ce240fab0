import { CliError } from '../failure.js';
import { cocoReader } from './coco.reader.js';
import type { Dataset, DatasetReader } from './dataset.js';
import { deepPcbReader } from './deep-pcb.reader.js';
import { isFolder } from './files.js';
import { chooseSplit } from './split.js';
import { vocReader } from './voc.reader.js';
import { yoloReader } from './yolo.reader.js';

export const datasetFormats = ['coco', 'voc', 'deep-pcb', 'yolo'] as const;
export type DatasetFormat = (typeof datasetFormats)[number];

/** In the order they are asked: those with the plainest marks first. */
const readers: Readonly<Record<DatasetFormat, DatasetReader>> = {
  coco: cocoReader,
  voc: vocReader,
  'deep-pcb': deepPcbReader,
  yolo: yoloReader,
};

export interface OpenedDataset extends Dataset {
  readonly format: DatasetFormat;
  readonly split: string | null;
}

/**
 * Reads a labelled dataset, recognising its format unless it is named.
 * @throws CliError saying what the folder lacks
 */
export async function openDataset(
  folder: string,
  asked: { format?: DatasetFormat; split?: string },
  modelLabels: readonly string[],
): Promise<OpenedDataset> {
  if (!(await isFolder(folder))) throw new CliError(`${folder} is no folder.`);
  for (const format of asked.format ? [asked.format] : datasetFormats) {
    const source = await readers[format].open(folder);
    if (!source) continue;
    const split = chooseSplit(asked.split, source.splits);
    const dataset = await source.read(split, modelLabels);
    if (!dataset.images.length) throw new CliError(`${folder} holds no labelled image${split ? ` in its split "${split}"` : ''}.`);
    return { ...dataset, format, split };
  }
  throw new CliError(
    asked.format
      ? `${folder} is no dataset in the format ${asked.format}.`
      : `${folder} is no dataset that Sightline knows: name its --format (${datasetFormats.join(', ')}) to learn what it lacks.`,
  );
}
