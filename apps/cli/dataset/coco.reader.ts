import { z } from 'zod';
import path from 'node:path';
import { CliError } from '../failure.js';
import type { Dataset, DatasetReader, DatasetSource, LabelledImage } from './dataset.js';
import { firstFile, isFile, namesIn, readText, stemOf } from './files.js';
import { splitIn } from './split.js';

/** Source: the COCO data format, https://cocodataset.org/#format-data (object detection). */
const cocoSchema = z.object({
  images: z.array(z.object({ id: z.union([z.number(), z.string()]), file_name: z.string() })),
  annotations: z.array(
    z.object({
      image_id: z.union([z.number(), z.string()]),
      category_id: z.union([z.number(), z.string()]),
      /** x, y, width, height; px. */
      bbox: z.tuple([z.number(), z.number(), z.number(), z.number()]).optional(),
      iscrowd: z.union([z.number(), z.boolean()]).optional(),
    }),
  ),
  categories: z.array(z.object({ id: z.union([z.number(), z.string()]), name: z.string() })),
});
type CocoFile = z.infer<typeof cocoSchema>;

/** One JSON file with images, boxes and categories; its place or its name says the split. */
export const cocoReader: DatasetReader = {
  async open(folder): Promise<DatasetSource | null> {
    const files = (await Promise.all((await candidates(folder)).map(async (file) => ((await looksLikeCoco(file)) ? [file] : [])))).flat();
    if (!files.length) return null;
    const splitOf = (file: string): string | null => splitIn(path.relative(folder, file));
    const splits = [...new Set(files.map(splitOf))].filter((split) => split !== null);
    return {
      splits,
      async read(split): Promise<Dataset> {
        const parts: Dataset[] = [];
        for (const file of files) if (split === null || splitOf(file) === split) parts.push(await readFile(folder, file));
        return {
          images: parts.flatMap(({ images }) => images),
          labels: [...new Set(parts.flatMap(({ labels }) => labels))],
          notes: parts.flatMap(({ notes }) => notes),
        };
      },
    };
  },
};

/** Beside the images, in `annotations/`, or in each split's folder. */
async function candidates(folder: string): Promise<string[]> {
  const names = await namesIn(folder);
  const folders = ['.', 'annotations', ...names.filter((name) => splitIn(name) !== null && !name.includes('.'))];
  const found = await Promise.all(
    folders.map(async (below) => (await namesIn(path.join(folder, below))).map((name) => path.join(folder, below, name))),
  );
  return [...new Set(found.flat())].filter((file) => file.endsWith('.json'));
}

/** By its keys, without reading it as a whole schema: other JSON may lie beside it. */
async function looksLikeCoco(file: string): Promise<boolean> {
  const text = (await isFile(file)) ? await readText(file) : '';
  return (
    /"images"\s*:\s*\[/.test(text) &&
    /"annotations"\s*:\s*\[/.test(text) &&
    /"categories"\s*:\s*\[/.test(text) &&
    !/"caption"\s*:/.test(text)
  );
}

async function readFile(folder: string, file: string): Promise<Dataset> {
  const coco = parse(await readText(file), file);
  const labels = new Map(coco.categories.map(({ id, name }) => [id, name]));
  const crowds = coco.annotations.filter(({ iscrowd }) => Boolean(iscrowd)).length;
  const byImage = Map.groupBy(
    coco.annotations.filter(({ iscrowd, bbox }) => !iscrowd && bbox),
    ({ image_id }) => image_id,
  );
  const locate = imageLocator(folder, file);
  const images: LabelledImage[] = [];
  for (const { id, file_name } of coco.images) {
    const truth = (byImage.get(id) ?? []).map(({ category_id, bbox }) => {
      const label = labels.get(category_id);
      if (label === undefined)
        throw new CliError(`${file}: an annotation of ${file_name} has the category ${category_id}, which is not in "categories".`);
      return { label, box: bbox! };
    });
    images.push({ file: await locate(file_name), truthIn: () => truth });
  }
  return { images, labels: [...labels.values()], notes: crowds ? [`${crowds} crowd regions were left out`] : [] };
}

function parse(text: string, file: string): CocoFile {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    throw new CliError(`${file} is no JSON.`);
  }
  const parsed = cocoSchema.safeParse(content);
  if (!parsed.success) throw new CliError(`${file} is no COCO file: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

/** `file_name` is relative to a folder that the format does not name. */
function imageLocator(folder: string, file: string): (name: string) => Promise<string> {
  const beside = path.dirname(file);
  const stem = stemOf(file).replace(/^instances_/, '');
  const split = splitIn(path.relative(folder, file)) ?? '';
  const roots = [
    beside,
    path.join(beside, 'images'),
    folder,
    path.join(folder, 'images'),
    ...[stem, split].flatMap((part) => [path.join(folder, part), path.join(folder, 'images', part)]),
  ];
  let last: string | null = null;
  return async (name) => {
    if (path.isAbsolute(name) && (await isFile(name))) return name;
    const ordered = last === null ? roots : [last, ...roots];
    const found = await firstFile(ordered.flatMap((root) => [path.join(root, name), path.join(root, path.basename(name))]));
    if (found === null)
      throw new CliError(
        `${file} names the image ${name}, which is in none of ${[...new Set(roots)].map((root) => path.relative(folder, root) || '.').join(', ')}.`,
      );
    last = path.dirname(found);
    return found;
  };
}
