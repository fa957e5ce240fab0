import type { Inspection } from '@sightline/contracts';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { inTemporaryFolder, sightline } from './cli.fixture.js';
import { writeDataset, type WrittenImage } from './dataset/dataset.fixture.js';
import { type DatasetFormat, datasetFormats } from './dataset/open-dataset.js';
import { sampleFolder } from './root-folder.js';

const model = 'models/pcb-defects/model.onnx';
const labels = ['open', 'short', 'mousebite', 'spur', 'copper', 'pin-hole'];
const names = ['12100050', '92000026'];
const size = { width: 640, height: 640 };

interface Report {
  readonly map50: number;
  readonly map50to95: number;
  readonly truths: number;
  readonly dataset: { format: DatasetFormat; split: string | null };
  readonly best: { precision: number; recall: number; f1: number; falsePositives: number };
  readonly labels: { label: string }[];
  readonly worst: unknown[];
}

/** A dataset whose truth is what the model itself finds. */
async function own(): Promise<WrittenImage[]> {
  const files = names.map((name) => path.join(sampleFolder, `${name}_test.jpg`));
  const { stdout } = await sightline(['inspect', ...files, '--model', model, '--threshold', '0.5', '--json']);
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { file: string; inspection: Inspection });
  return lines.map(({ file, inspection }, index) => ({
    source: file,
    name: names[index]!,
    ...size,
    truth: inspection.defects.map(({ label, box }) => ({ label, box })),
  }));
}

const evaluate = async (folder: string, ...more: string[]): Promise<Report> => {
  const { code, stdout, stderr } = await sightline(['evaluate', '--model', model, '--dataset', folder, '--json', ...more]);
  expect([code, stderr]).toEqual([0, '']);
  return JSON.parse(stdout) as Report;
};

describe('sightline evaluate', () => {
  it('gives a perfect score in every format when the truth is what the model finds', async () => {
    await inTemporaryFolder(async (folder) => {
      const images = await own();
      for (const format of datasetFormats) {
        const target = path.join(folder, format);
        await writeDataset(format, target, images, labels);
        const report = await evaluate(target, '--threshold', '0.5');
        expect(report.dataset.format).toBe(format);
        expect(report).toMatchObject({ map50: 1, map50to95: 1, worst: [], truths: images.flatMap(({ truth }) => truth).length });
        expect(report.best).toMatchObject({ precision: 1, recall: 1, f1: 1 });
      }
    });
  });

  it('counts what lacks and what is too much', async () => {
    await inTemporaryFolder(async (folder) => {
      const [image] = (await own()) as [WrittenImage];
      const unseen = { label: image.truth[0]!.label, box: [600, 600, 20, 20] as const };
      await writeDataset('coco', folder, [{ ...image, truth: [...image.truth.slice(1), unseen] }], labels);
      const { best, worst } = await evaluate(folder, '--threshold', '0.5');
      const all = image.truth.length;
      // The best threshold may leave single detections out, so that the wrong one cannot count more than once.
      expect(best.recall).toBeLessThanOrEqual((all - 1) / all);
      expect(best.falsePositives).toBeLessThanOrEqual(1);
      expect(worst).toHaveLength(1);
    });
  });

  it('measures the sample boards and writes a report that needs no other file', async () => {
    await inTemporaryFolder(async (folder) => {
      const report = await evaluate('samples/pcb', '--report', folder);
      expect(report.dataset.format).toBe('deep-pcb');
      expect(report.map50).toBeGreaterThan(0.8);
      expect(report.labels.map(({ label }) => label)).toEqual([...labels].sort());
      expect(JSON.parse(await readFile(path.join(folder, 'report.json'), 'utf8'))).toEqual(report);
      const page = await readFile(path.join(folder, 'report.html'), 'utf8');
      expect(page.match(/<svg /g)).toHaveLength(labels.length + 1);
      expect(page).toContain('src="data:image/jpeg;base64,');
      expect(page).not.toMatch(/(src|href)="(?!data:)/);
    });
  });

  it('refuses a dataset whose labels the model does not know', async () => {
    await inTemporaryFolder(async (folder) => {
      const images = (await own()).map((image) => ({ ...image, truth: image.truth.map(({ box }) => ({ label: 'scratch', box })) }));
      await writeDataset('voc', folder, images, labels);
      const { code, stderr } = await sightline(['evaluate', '--model', model, '--dataset', folder]);
      expect(code).toBe(2);
      expect(stderr).toContain('the dataset has "scratch", the model knows "open", "short"');
    });
  });

  it('leaves out an image that cannot be read, and says so', async () => {
    await inTemporaryFolder(async (folder) => {
      const images = await own();
      await writeDataset('yolo', folder, images, labels);
      await rm(path.join(folder, 'images/test', `${names[0]}.jpg`));
      await writeDataset('yolo', folder, [{ ...images[1]!, name: names[0]!, source: path.join(sampleFolder, 'LICENSE') }], labels);
      const { code, stdout } = await sightline(['evaluate', '--model', model, '--dataset', folder]);
      expect(code).toBe(0);
      expect(stdout).toMatch(new RegExp(`Left out: .*${names[0]}\\.jpg: .*no JPEG`));
    });
  });
});
