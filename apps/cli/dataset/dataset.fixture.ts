import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { DatasetFormat } from './open-dataset.js';

type Box = readonly [number, number, number, number];

/** An image with what is in it, to be written in any format. */
export interface WrittenImage {
  /** File to copy. */
  readonly source: string;
  /** Without ending. */
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly truth: readonly { readonly label: string; readonly box: Box }[];
}

async function put(file: string, content: string): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, content);
}

async function copyTo(folder: string, images: readonly WrittenImage[], ending = '.jpg'): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const { source, name } of images) await copyFile(source, path.join(folder, `${name}${ending}`));
}

const lines = (rows: readonly string[]): string => `${rows.join('\n')}\n`;

async function writeCoco(folder: string, images: readonly WrittenImage[], labels: readonly string[]): Promise<void> {
  await copyTo(path.join(folder, 'images'), images);
  const annotations = images.flatMap(({ truth }, index) =>
    truth.map(({ label, box }) => ({ image_id: index + 1, category_id: labels.indexOf(label) + 1, bbox: box, iscrowd: 0 })),
  );
  const content = {
    images: images.map(({ name, width, height }, index) => ({ id: index + 1, file_name: `${name}.jpg`, width, height })),
    annotations: annotations.map((annotation, index) => ({ id: index + 1, ...annotation })),
    categories: labels.map((name, index) => ({ id: index + 1, name })),
  };
  await put(path.join(folder, 'annotations/instances_test.json'), JSON.stringify(content));
}

async function writeYolo(folder: string, images: readonly WrittenImage[], labels: readonly string[]): Promise<void> {
  await copyTo(path.join(folder, 'images/test'), images);
  for (const { name, width, height, truth } of images) {
    const rows = truth.map(({ label, box: [x, y, w, h] }) =>
      [labels.indexOf(label), (x + w / 2) / width, (y + h / 2) / height, w / width, h / height].join(' '),
    );
    await put(path.join(folder, 'labels/test', `${name}.txt`), lines(rows));
  }
  await put(
    path.join(folder, 'data.yaml'),
    lines(['path: .', 'test: images/test', 'names:', ...labels.map((label, index) => `  ${index}: ${label}`)]),
  );
}

async function writeVoc(folder: string, images: readonly WrittenImage[]): Promise<void> {
  await copyTo(path.join(folder, 'JPEGImages'), images);
  for (const { name, truth } of images) {
    const objects = truth.map(
      ({ label, box: [x, y, w, h] }) =>
        `<object><name>${label}</name><difficult>0</difficult><bndbox><xmin>${x}</xmin><ymin>${y}</ymin><xmax>${x + w}</xmax><ymax>${y + h}</ymax></bndbox></object>`,
    );
    await put(
      path.join(folder, 'Annotations', `${name}.xml`),
      `<?xml version="1.0"?><annotation><filename>${name}.jpg</filename>${objects.join('')}</annotation>`,
    );
  }
  await put(path.join(folder, 'ImageSets/Main/test.txt'), lines(images.map(({ name }) => name)));
}

async function writeDeepPcb(folder: string, images: readonly WrittenImage[], labels: readonly string[]): Promise<void> {
  await copyTo(folder, images, '_test.jpg');
  for (const { name, truth } of images) {
    const rows = truth.map(({ label, box: [x, y, w, h] }) => [x, y, x + w, y + h, labels.indexOf(label) + 1].join(' '));
    await put(path.join(folder, `${name}.txt`), lines(rows));
  }
}

const writers: Readonly<
  Record<DatasetFormat, (folder: string, images: readonly WrittenImage[], labels: readonly string[]) => Promise<void>>
> = {
  coco: writeCoco,
  yolo: writeYolo,
  voc: writeVoc,
  'deep-pcb': writeDeepPcb,
};

/** Writes a dataset as other tools do. */
export const writeDataset = (
  format: DatasetFormat,
  folder: string,
  images: readonly WrittenImage[],
  labels: readonly string[],
): Promise<void> => writers[format](folder, images, labels);
