import type { TrueBox } from '@sightline/vision';
import path from 'node:path';
import { CliError } from '../failure.js';
import { imagesBelow } from '../image-files.js';
import { collected } from '../in-order.js';
import type { Dataset, DatasetReader, DatasetSource } from './dataset.js';
import { filesAtOnce, firstFile, isFile, linesOf, readText } from './files.js';
import { splitIn } from './split.js';

const testImage = /_test\.(jpg|jpeg|png|bmp)$/i;

/**
 * Tang et al., DeepPCB (2019): `NAME_test.jpg` is the board, `NAME.txt` beside it or in the sister folder `<folder>_not` its
 * defects, `x1 y1 x2 y2 class` in px with classes from 1. The classes have no names there: the model's are taken in their order.
 */
export const deepPcbReader: DatasetReader = {
  async open(folder): Promise<DatasetSource | null> {
    const boards = await Promise.all(
      (await imagesBelow(folder)).filter((file) => testImage.test(file)).map(async (file) => ({ file, labels: await labelFileOf(file) })),
    );
    const labelled = boards.flatMap(({ file, labels }) => (labels === null ? [] : [{ file, labels }]));
    if (!labelled.length) return null;
    const lists = await splitLists(folder);
    return {
      splits: [...lists.keys()],
      async read(split, modelLabels): Promise<Dataset> {
        const listed = split === null ? null : lists.get(split)!;
        const chosen = labelled.filter(({ labels }) => listed === null || listed.has(path.basename(labels)));
        const images = await collected(chosen, filesAtOnce, async ({ file, labels }) => {
          const truth = linesOf(await readText(labels)).map((line) => parseLine(line, labels, modelLabels));
          return { file, truthIn: () => truth };
        });
        return { images, labels: modelLabels, notes: [] };
      },
    };
  },
};

const labelFileOf = (image: string): Promise<string | null> => {
  const name = path.basename(image).replace(testImage, '.txt');
  return firstFile([path.join(path.dirname(image), name), path.join(`${path.dirname(image)}_not`, name)]);
};

/** `test.txt`, `trainval.txt`: an image and its label file a line. */
async function splitLists(folder: string): Promise<Map<string, Set<string>>> {
  const lists = new Map<string, Set<string>>();
  for (const name of ['test.txt', 'val.txt', 'train.txt', 'trainval.txt']) {
    const file = path.join(folder, name);
    if (await isFile(file))
      lists.set(
        splitIn(name) ?? name.replace('.txt', ''),
        new Set(linesOf(await readText(file)).map((line) => path.basename(line.split(/\s+/).at(-1)!))),
      );
  }
  return lists;
}

function parseLine(line: string, file: string, labels: readonly string[]): TrueBox {
  const [x1, y1, x2, y2, number] = line.split(/[\s,]+/).map(Number);
  if (number === undefined || ![x1, y1, x2, y2].every(Number.isFinite))
    throw new CliError(`${file}: "${line}" is no defect; it takes: x1 y1 x2 y2 class.`);
  const label = labels[number - 1];
  if (label === undefined)
    throw new CliError(`${file}: class ${number} is not one of the model's ${labels.length} labels (${labels.join(', ')}).`);
  return { label, box: [x1!, y1!, x2! - x1!, y2! - y1!] };
}
