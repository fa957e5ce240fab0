import { XMLParser } from 'fast-xml-parser';
import path from 'node:path';
import { z } from 'zod';
import { CliError } from '../failure.js';
import type { Dataset, DatasetReader, DatasetSource, LabelledImage } from './dataset.js';
import { firstFile, linesOf, namesIn, readText, stemOf } from './files.js';
import { splitIn, standardSplit } from './split.js';

const corner = z.coerce.number();
/**
 * Corners are taken as edges, px from 0, as labelImg, CVAT and most exporters write them (the VOC development kit itself counted
 * whole pixels from 1, half a pixel's difference).
 */
const vocSchema = z.object({
  annotation: z.object({
    filename: z.coerce.string().optional(),
    object: z
      .array(z.object({ name: z.coerce.string(), bndbox: z.object({ xmin: corner, ymin: corner, xmax: corner, ymax: corner }) }))
      .default([]),
  }),
});
const parser = new XMLParser({ parseTagValue: false, isArray: (name) => name === 'object' });

/** One XML file an image: in `Annotations/` beside `JPEGImages/`, or beside the images, whole or by split. */
export const vocReader: DatasetReader = {
  async open(folder): Promise<DatasetSource | null> {
    const files = await annotationFiles(folder);
    if (!files.length || !/<annotation[\s>]/.test(await readText(files[0]!.file))) return null;
    const lists = await splitLists(folder);
    const splits = new Set([...lists.keys(), ...files.flatMap(({ split }) => split ?? [])]);
    return {
      splits: [...splits],
      async read(split): Promise<Dataset> {
        const listed = split === null ? undefined : lists.get(split);
        const chosen = files.filter(({ file, split: own }) => split === null || own === split || listed?.has(stemOf(file)));
        const labels = new Set<string>();
        const images: LabelledImage[] = [];
        for (const { file } of chosen) images.push(await readAnnotation(folder, file, labels));
        return { images, labels: [...labels].sort(), notes: [] };
      },
    };
  },
};

async function annotationFiles(folder: string): Promise<{ file: string; split: string | null }[]> {
  const names = await namesIn(folder);
  const places = ['Annotations', 'annotations', '.', ...names.filter((name) => splitIn(name) !== null && path.extname(name) === '')];
  const found = await Promise.all(
    places.map(async (place) =>
      (await namesIn(path.join(folder, place)))
        .filter((name) => name.endsWith('.xml'))
        .map((name) => ({ file: path.join(folder, place, name), split: splitIn(place) })),
    ),
  );
  return found.flat();
}

/** `ImageSets/Main/test.txt` and so on; those of single classes are left aside. */
async function splitLists(folder: string): Promise<Map<string, Set<string>>> {
  const main = path.join(folder, 'ImageSets/Main');
  const names = (await namesIn(main)).filter((name) => name.endsWith('.txt') && !/_(train|val|trainval|test)\.txt$/.test(name));
  const lists = new Map<string, Set<string>>();
  for (const name of names)
    lists.set(standardSplit(stemOf(name)), new Set(linesOf(await readText(path.join(main, name))).map((line) => line.split(/\s+/)[0]!)));
  return lists;
}

async function readAnnotation(folder: string, file: string, labels: Set<string>): Promise<LabelledImage> {
  const { annotation } = parse(await readText(file), file);
  const truth = annotation.object.map(({ name, bndbox: { xmin, ymin, xmax, ymax } }) => ({
    label: name,
    box: [xmin, ymin, xmax - xmin, ymax - ymin] as const,
  }));
  for (const { label } of truth) labels.add(label);
  return { file: await imageOf(folder, file, annotation.filename), truthIn: () => truth };
}

function parse(text: string, file: string): z.infer<typeof vocSchema> {
  let content: unknown;
  try {
    content = parser.parse(text, true);
  } catch (error) {
    throw new CliError(`${file} is no XML: ${(error as Error).message}`);
  }
  const parsed = vocSchema.safeParse(content);
  if (!parsed.success) throw new CliError(`${file} is no VOC annotation: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

/** `filename` may be missing, or lack its ending. */
async function imageOf(folder: string, file: string, named: string | undefined): Promise<string> {
  const stem = stemOf(file);
  const names = [
    ...(named ? [path.basename(named)] : []),
    ...['jpg', 'jpeg', 'png', 'bmp', 'tif', 'tiff', 'webp', 'JPG', 'PNG'].map((ending) => `${stem}.${ending}`),
  ];
  const places = [path.join(folder, 'JPEGImages'), path.join(folder, 'images'), path.dirname(file), folder];
  const found = await firstFile(names.flatMap((name) => places.map((place) => path.join(place, name))));
  if (found === null) throw new CliError(`${file} names the image ${named ?? stem}, which is in neither JPEGImages, images nor beside it.`);
  return found;
}
