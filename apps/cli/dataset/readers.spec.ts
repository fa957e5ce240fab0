import fc from 'fast-check';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { inTemporaryFolder } from '../cli.fixture.js';
import { writeDataset, type WrittenImage } from './dataset.fixture.js';
import { datasetFormats, openDataset } from './open-dataset.js';

const labels = ['open', 'short', 'pin-hole'];
const size = { width: 200, height: 120 };

const blank = (): Promise<Buffer> =>
  sharp({ create: { ...size, channels: 3, background: '#808080' } })
    .jpeg()
    .toBuffer();

const truths = fc.array(
  fc
    .record({
      label: fc.constantFrom(...labels),
      x: fc.nat(150),
      y: fc.nat(100),
      width: fc.integer({ min: 1, max: 50 }),
      height: fc.integer({ min: 1, max: 20 }),
    })
    .map(({ label, x, y, width, height }) => ({ label, box: [x, y, width, height] as const })),
  { maxLength: 5 },
);

const sorted = (boxes: readonly { label: string; box: readonly number[] }[]): string[] =>
  boxes.map(({ label, box }) => `${label} ${box.map((value) => value.toFixed(3)).join(' ')}`).sort();

async function writeImage(folder: string): Promise<string> {
  const file = path.join(folder, 'source.jpg');
  await writeFile(file, await blank());
  return file;
}

const put = async (file: string, content: string | Buffer): Promise<void> => {
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, content);
};

describe.each(datasetFormats)('a %s dataset', (format) => {
  it('gives back the boxes it was written with, and is recognised', async () => {
    await inTemporaryFolder(async (folder) => {
      const source = await writeImage(folder);
      const rounds = fc.asyncProperty(fc.array(truths, { minLength: 1, maxLength: 3 }), async (all) => {
        const target = path.join(folder, 'dataset');
        const images = all.map((truth, index): WrittenImage => ({ source, name: `board-${index}`, ...size, truth }));
        await writeDataset(format, target, images, labels);
        const dataset = await openDataset(target, {}, labels);
        expect(dataset.format).toBe(format);
        expect(dataset.images.map(({ file }) => path.basename(file).replace(/(_test)?\.jpg$/, '')).sort()).toEqual(
          images.map(({ name }) => name),
        );
        for (const { file, truthIn } of dataset.images) {
          const written = images.find(({ name }) => path.basename(file).startsWith(name))!;
          expect(sorted(truthIn(size))).toEqual(sorted(written.truth));
        }
        await rm(target, { recursive: true });
      });
      await fc.assert(rounds, { numRuns: 15 });
    });
  });
});

describe.each(['yolo', 'deep-pcb'] as const)('a %s dataset whose labels are numbers', (format) => {
  it('says which number has no name', async () => {
    await inTemporaryFolder(async (folder) => {
      const source = await writeImage(folder);
      const target = path.join(folder, 'dataset');
      await writeDataset(format, target, [{ source, name: 'board', ...size, truth: [{ label: 'pin-hole', box: [1, 2, 3, 4] }] }], labels);
      await rm(path.join(target, 'data.yaml'), { force: true });
      await expect(openDataset(target, {}, ['open'])).rejects.toThrow(/class [23] /);
    });
  });
});

describe('openDataset', () => {
  it('takes the test split unasked, else val, and names the splits there are', async () => {
    await inTemporaryFolder(async (folder) => {
      for (const split of ['train', 'valid', 'test']) {
        await put(path.join(folder, split, 'images', `${split}.jpg`), await blank());
        await put(path.join(folder, split, 'labels', `${split}.txt`), '0 0.5 0.5 0.1 0.1\n');
      }
      await put(
        path.join(folder, 'data.yaml'),
        "train: ../train/images\nval: ../valid/images\ntest: ../test/images\nnc: 1\nnames: ['open']\n",
      );
      const names = async (split?: string): Promise<string[]> =>
        (await openDataset(folder, split ? { split } : {}, labels)).images.map(({ file }) => path.basename(file));
      expect(await names()).toEqual(['test.jpg']);
      expect(await names('valid')).toEqual(['valid.jpg']);
      await expect(names('holdout')).rejects.toThrow('it has train, val, test');
      await rm(path.join(folder, 'test'), { recursive: true });
      expect(await names()).toEqual(['valid.jpg']);
    });
  });

  it('takes an image without a YOLO label file as one without defects, and polygons by their bounds', async () => {
    await inTemporaryFolder(async (folder) => {
      await put(path.join(folder, 'images/clean.jpg'), await blank());
      await put(path.join(folder, 'images/polygon.jpg'), await blank());
      await put(path.join(folder, 'labels/polygon.txt'), '1 0.1 0.2 0.3 0.2 0.2 0.6\n');
      const { images, notes } = await openDataset(folder, {}, labels);
      const truth = Object.fromEntries(
        images.map(({ file, truthIn }) => [path.basename(file), sorted(truthIn({ width: 100, height: 100 }))]),
      );
      expect(truth).toEqual({ 'clean.jpg': [], 'polygon.jpg': ['short 10.000 20.000 20.000 40.000'] });
      expect(notes).toHaveLength(1);
    });
  });

  it('reads each split of a COCO dataset from its own folder and leaves crowds out', async () => {
    await inTemporaryFolder(async (folder) => {
      for (const split of ['train', 'test']) {
        await put(path.join(folder, split, `${split}.jpg`), await blank());
        const annotations = [false, true].map((crowd, id) => ({
          id,
          image_id: 7,
          category_id: 3,
          bbox: [1, 2, 3, 4],
          iscrowd: Number(crowd),
        }));
        const content = { images: [{ id: 7, file_name: `${split}.jpg` }], annotations, categories: [{ id: 3, name: 'short' }] };
        await put(path.join(folder, split, '_annotations.coco.json'), JSON.stringify(content));
      }
      const { images, notes, split } = await openDataset(folder, {}, labels);
      expect(split).toBe('test');
      expect(images.map(({ file, truthIn }) => [path.basename(file), truthIn(size)])).toEqual([
        ['test.jpg', [{ label: 'short', box: [1, 2, 3, 4] }]],
      ]);
      expect(notes).toEqual(['1 crowd regions were left out']);
    });
  });

  it('finds DeepPCB labels in the sister folder and its split list', async () => {
    await inTemporaryFolder(async (folder) => {
      for (const name of ['00041000', '00041001']) {
        await put(path.join(folder, 'group00041/00041', `${name}_test.jpg`), await blank());
        await put(path.join(folder, 'group00041/00041', `${name}_temp.jpg`), await blank());
        await put(path.join(folder, 'group00041/00041_not', `${name}.txt`), '10 20 30 50 2\n');
      }
      await put(path.join(folder, 'test.txt'), 'group00041/00041/00041001.jpg group00041/00041_not/00041001.txt\n');
      const { images, format } = await openDataset(folder, {}, labels);
      expect(format).toBe('deep-pcb');
      expect(images.map(({ file, truthIn }) => [path.basename(file), truthIn(size)])).toEqual([
        ['00041001_test.jpg', [{ label: 'short', box: [10, 20, 20, 30] }]],
      ]);
    });
  });

  it.each([
    ['labels.json of another kind', 'labels.json', '{"a": 1}', 'no dataset that Sightline knows'],
    ['a YOLO row that is none', 'labels/board.txt', '0 0.5 half 0.1 0.1', 'is no YOLO label'],
    [
      'a COCO file without its image',
      'a.json',
      '{"images": [{"id": 1, "file_name": "gone.jpg"}], "annotations": [], "categories": []}',
      'names the image gone.jpg',
    ],
    ['a VOC file without corners', 'a.xml', '<annotation><object><name>x</name></object></annotation>', 'is no VOC annotation'],
  ])('names what is wrong with %s', async (_, file, content, message) => {
    await inTemporaryFolder(async (folder) => {
      if (file.startsWith('labels/')) await put(path.join(folder, 'images/board.jpg'), await blank());
      await put(path.join(folder, file), content);
      await expect(openDataset(folder, {}, labels)).rejects.toThrow(message);
    });
  });
});
