import { type Inspection, inspectionSchema } from '@sightline/contracts';
import { copyFile, mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { inTemporaryFolder, sightline } from './cli.fixture.js';
import { sampleFolder } from './root-folder.js';

const board = path.join(sampleFolder, '12100050_test.jpg');
const model = 'models/pcb-defects/model.onnx';

interface Line {
  readonly file: string;
  readonly inspection: Inspection;
}
const linesOf = (stdout: string): Line[] =>
  stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);

const flat = (folder: string): Promise<string> => {
  const file = path.join(folder, 'flat.png');
  return sharp({ create: { width: 640, height: 640, channels: 3, background: '#808080' } })
    .png()
    .toFile(file)
    .then(() => file);
};

describe('sightline inspect', () => {
  it('judges every sample board in the shape that the API promises, in the order of their names', async () => {
    const { code, stdout } = await sightline(['inspect', 'samples/pcb', '--json']);
    const lines = linesOf(stdout);
    expect(code).toBe(1);
    expect(lines.map(({ file }) => path.basename(file))).toEqual(
      (await readdir(sampleFolder)).filter((name) => name.endsWith('.jpg')).sort(),
    );
    for (const { inspection } of lines) expect(inspectionSchema.strict().safeParse(inspection).error).toBeUndefined();
    const tests = lines.filter(({ file }) => file.endsWith('_test.jpg'));
    expect(tests.every(({ inspection }) => inspection.verdict === 'fail')).toBe(true);
  });

  it('answers with exit code 0 when every image passes', async () => {
    await inTemporaryFolder(async (folder) => {
      const { code, stdout } = await sightline(['inspect', await flat(folder)]);
      expect(stdout).toMatch(/^pass /);
      expect(code).toBe(0);
    });
  });

  it('lists everything that a model finds at or above the threshold when no recipe judges', async () => {
    const [all, few] = await Promise.all(
      ['0.25', '0.7'].map((threshold) => sightline(['inspect', board, '--model', model, '--threshold', threshold, '--json'])),
    );
    const defects = linesOf(all!.stdout)[0]!.inspection.defects;
    expect(defects.length).toBeGreaterThan(0);
    expect(defects.every(({ score }) => score >= 0.25)).toBe(true);
    const kept = defects.filter(({ score }) => score >= 0.7).map(({ score, box }) => [score, box]);
    expect(linesOf(few!.stdout)[0]!.inspection.defects.map(({ score, box }) => [score, box])).toEqual(kept);
    expect(linesOf((await sightline(['inspect', board, '--model', model, '--json'])).stdout)[0]!.inspection.defects).toEqual(
      defects.map((defect) => ({ ...defect, frameId: expect.any(String) })),
    );
  });

  it('follows a recipe: its region, its labels, its scale', async () => {
    await inTemporaryFolder(async (folder) => {
      const recipe = path.join(folder, 'corner.json');
      await writeFile(
        recipe,
        JSON.stringify({
          model: 'pcb-defects@champion',
          region: [0, 0, 320, 640],
          labels: { '*': { threshold: 0.3, severity: 'minor' } },
          mmPerPixel: 0.02,
        }),
      );
      const { code, stdout } = await sightline(['inspect', board, '--recipe', recipe, '--json']);
      const [{ inspection }] = linesOf(stdout) as [Line];
      expect([code, inspection.verdict, inspection.recipe.name]).toEqual([0, 'pass', 'corner']);
      expect(inspection.defects.length).toBeGreaterThan(0);
      for (const { box, severity, areaPx, areaMm2 } of inspection.defects) {
        expect(box[0] + box[2] / 2).toBeLessThanOrEqual(320);
        expect(severity).toBe('minor');
        expect(areaMm2).toBeCloseTo(areaPx * 0.0004, 9);
      }
    });
  });

  it('calls images unusable that are damaged, no images, or below the recipe’s quality', async () => {
    await inTemporaryFolder(async (folder) => {
      const recipe = path.join(folder, 'sharp.json');
      await writeFile(recipe, JSON.stringify({ model: 'pcb-defects@champion', quality: { minSharpness: 50 } }));
      await writeFile(path.join(folder, 'a.jpg'), 'no image');
      await writeFile(path.join(folder, 'b.jpg'), (await sharp(board).jpeg().toBuffer()).subarray(0, 5000));
      await flat(folder);
      const { code, stdout } = await sightline(['inspect', folder, '--recipe', recipe, '--json']);
      const lines = linesOf(stdout);
      expect([code, lines.length]).toEqual([1, 3]);
      for (const { inspection } of lines) {
        expect(inspectionSchema.safeParse(inspection).error).toBeUndefined();
        expect(inspection.verdict).toBe('unusable');
        expect(inspection.reasons.join()).not.toBe('');
      }
    });
  });

  it('draws overlays in a folder that mirrors the images’', async () => {
    await inTemporaryFolder(async (folder) => {
      await mkdir(path.join(folder, 'in/left'), { recursive: true });
      await copyFile(board, path.join(folder, 'in/left/board.jpg'));
      await copyFile(board, path.join(folder, 'in/board.jpg'));
      await sightline(['inspect', path.join(folder, 'in'), '--out', path.join(folder, 'out')]);
      expect((await readdir(path.join(folder, 'out'), { recursive: true })).sort()).toEqual([
        'board.jpg.overlay.png',
        'left',
        'left/board.jpg.overlay.png',
      ]);
      const [drawn, plain] = await Promise.all(
        [path.join(folder, 'out/board.jpg.overlay.png'), board].map((file) =>
          sharp(file).toColourspace('srgb').raw().toBuffer({ resolveWithObject: true }),
        ),
      );
      expect([drawn!.info.width, drawn!.info.height]).toEqual([plain!.info.width, plain!.info.height]);
      expect(drawn!.data.equals(plain!.data)).toBe(false);
    });
  });

  it('judges the rest when a file cannot be read, and answers with exit code 2', async () => {
    await inTemporaryFolder(async (folder) => {
      await flat(folder);
      await symlink(path.join(folder, 'gone'), path.join(folder, 'a.jpg'));
      const { code, stdout, stderr } = await sightline(['inspect', folder]);
      expect(code).toBe(2);
      expect(stdout).toMatch(/^pass .*flat\.png\n$/);
      expect(stderr).toContain('a.jpg');
    });
  });

  it.each([
    ['{"model": "unheard-of@champion"}', 'give its file with --model'],
    ['{"model": "pcb-defects@champion", "lables": {}}', 'lables'],
    ['{"model": ', 'is no JSON'],
  ])('says what is wrong with the recipe %s', async (recipe, message) => {
    await inTemporaryFolder(async (folder) => {
      await writeFile(path.join(folder, 'recipe.json'), recipe);
      const { code, stdout, stderr } = await sightline(['inspect', board, '--recipe', path.join(folder, 'recipe.json')]);
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toContain(message);
    });
  });
});
