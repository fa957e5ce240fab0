import type { TrueBox } from '@sightline/vision';
import path from 'node:path';
import { CliError } from '../failure.js';
import { collected } from '../in-order.js';
import { imagesBelow, isImageFile } from '../image-files.js';
import type { Dataset, DatasetReader, DatasetSource, ImageSize, LabelledImage } from './dataset.js';
import { filesAtOnce, firstFile, isFile, isFolder, linesOf, namesIn, readText, stemOf } from './files.js';
import { splitIn } from './split.js';
import { parseYoloYaml } from './yolo-yaml.js';

interface Layout {
  /** Folders or lists of images, by split; `''` when the dataset is not divided. */
  readonly sources: ReadonlyMap<string, readonly string[]>;
  readonly names: readonly string[] | null;
}

/** One text file an image, `class x y width height` as shares of it, found by putting `labels` for `images` in its path. */
export const yoloReader: DatasetReader = {
  async open(folder): Promise<DatasetSource | null> {
    const layout = (await describedLayout(folder)) ?? (await plainLayout(folder));
    if (!layout) return null;
    return {
      splits: [...layout.sources.keys()].filter(Boolean),
      async read(split, modelLabels): Promise<Dataset> {
        const sources = split === null ? [...layout.sources.values()].flat() : (layout.sources.get(split) ?? []);
        const files = [...new Set((await Promise.all(sources.map(imagesOf))).flat())];
        const labels = layout.names ?? modelLabels;
        const images = await collected(files, filesAtOnce, (file) => readImage(file, labels));
        return { images, labels, notes: layout.names ? [] : ['the dataset names no labels; the order of the model’s was taken'] };
      },
    };
  },
};

async function describedLayout(folder: string): Promise<Layout | null> {
  for (const name of (await namesIn(folder)).filter((file) => /\.ya?ml$/i.test(file))) {
    const { path: base, splits, names } = parseYoloYaml(await readText(path.join(folder, name)));
    if (!splits.size) continue;
    const sources = new Map<string, string[]>();
    for (const [split, places] of splits) {
      const found = (await Promise.all(places.map((place) => locate(folder, base, place)))).filter((place) => place !== null);
      if (found.length) sources.set(split, found);
    }
    if (sources.size) return { sources, names };
    throw new CliError(`${path.join(folder, name)} names ${[...splits.values()].flat().join(', ')}, none of which exists.`);
  }
  return null;
}

/** `path` may be another machine's, and some exporters begin every split with `../`: then the file's own folder counts. */
async function locate(folder: string, base: string | null, place: string): Promise<string | null> {
  const bases = [...(base === null ? [] : [path.resolve(folder, base)]), folder];
  const places = bases.flatMap((from) => [path.resolve(from, place), path.resolve(from, place.replace(/^(\.\.\/)+/, ''))]);
  for (const candidate of places) if ((await isFolder(candidate)) || (await isFile(candidate))) return candidate;
  return null;
}

async function plainLayout(folder: string): Promise<Layout | null> {
  const names = await labelNames(folder);
  const sources = new Map<string, string[]>();
  if ((await isFolder(path.join(folder, 'images'))) && (await isFolder(path.join(folder, 'labels')))) {
    const below = (await namesIn(path.join(folder, 'images'))).filter((name) => splitIn(name) !== null && !isImageFile(name));
    for (const name of below) sources.set(splitIn(name)!, [path.join(folder, 'images', name)]);
    if (!below.length) sources.set('', [path.join(folder, 'images')]);
  } else {
    for (const name of (await namesIn(folder)).filter((entry) => splitIn(entry) !== null)) {
      if (await isFolder(path.join(folder, name, 'labels'))) sources.set(splitIn(name)!, [path.join(folder, name, 'images')]);
    }
    if (!sources.size && names !== null && (await labelsLieBeside(folder))) sources.set('', [folder]);
  }
  return sources.size ? { sources, names } : null;
}

async function labelNames(folder: string): Promise<string[] | null> {
  const file = await firstFile(['classes.txt', 'labels.txt', 'obj.names', 'labels/classes.txt'].map((name) => path.join(folder, name)));
  return file === null ? null : linesOf(await readText(file));
}

async function labelsLieBeside(folder: string): Promise<boolean> {
  const names = new Set(await namesIn(folder));
  return [...names].some((name) => isImageFile(name) && names.has(`${stemOf(name)}.txt`));
}

async function imagesOf(source: string): Promise<string[]> {
  if (await isFolder(source)) return imagesBelow(source);
  return linesOf(await readText(source)).map((line) => path.resolve(path.dirname(source), line));
}

async function readImage(file: string, labels: readonly string[]): Promise<LabelledImage> {
  const swapped = file.replace(/([\\/])images([\\/])(?!.*[\\/]images[\\/])/, '$1labels$2');
  const candidates = [swapped, file].map((place) => path.join(path.dirname(place), `${stemOf(place)}.txt`));
  const labelFile = await firstFile(candidates);
  // An image without a label file shows no defect.
  const rows = labelFile === null ? [] : linesOf(await readText(labelFile)).map((line) => parseRow(line, labelFile, labels));
  return { file, truthIn: (size) => rows.map((row) => row(size)) };
}

/** Four numbers are a box; more are a polygon, whose bounding box is taken. */
function parseRow(line: string, file: string, labels: readonly string[]): (size: ImageSize) => TrueBox {
  const [index, ...shares] = line.split(/\s+/).map(Number);
  const isPolygon = shares.length >= 6 && shares.length % 2 === 0;
  if (index === undefined || !Number.isInteger(index) || index < 0 || (shares.length !== 4 && !isPolygon) || !shares.every(Number.isFinite))
    throw new CliError(`${file}: "${line}" is no YOLO label; it takes: class x y width height, as shares of the image.`);
  const label = labels[index];
  if (label === undefined) throw new CliError(`${file}: class ${index} has no name; there are ${labels.length} (${labels.join(', ')}).`);
  const [x, y, w, h] = isPolygon ? bounds(shares) : [shares[0]! - shares[2]! / 2, shares[1]! - shares[3]! / 2, shares[2]!, shares[3]!];
  return ({ width, height }) => ({ label, box: [x * width, y * height, w * width, h * height] });
}

function bounds(points: readonly number[]): [number, number, number, number] {
  const xs = points.filter((_, at) => at % 2 === 0);
  const ys = points.filter((_, at) => at % 2 === 1);
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  return [left, top, Math.max(...xs) - left, Math.max(...ys) - top];
}
