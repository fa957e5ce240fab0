import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';

export const root = path.resolve(import.meta.dirname, '../..');
export const bundledModel = path.join(root, 'models/pcb-defects/model.onnx');
const samples = path.join(root, 'samples/pcb');

/** The sample boards, 640x640 JPEG. */
export const sampleBoards = (): Buffer[] =>
  readdirSync(samples)
    .filter((name) => name.endsWith('_test.jpg'))
    .sort()
    .map((name) => readFileSync(path.join(samples, name)));

/** A folder with only the images to send. */
export function boardFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'sightline-boards-'));
  sampleBoards().forEach((board, i) => writeFileSync(path.join(folder, `${i}.jpg`), board));
  return folder;
}

/** A folder with 640x640 JPEGs of about 100 KB: boards with sensor noise. */
export async function noisyFolder(): Promise<string> {
  const folder = mkdtempSync(path.join(tmpdir(), 'sightline-noisy-'));
  for (const [i, board] of sampleBoards().slice(0, 4).entries()) {
    const { data, info } = await sharp(board).greyscale().raw().toBuffer({ resolveWithObject: true });
    let seed = i + 1;
    const noisy = Buffer.from(
      data.map((grey) => Math.max(0, Math.min(255, grey + (((seed = (seed * 1103515245 + 12345) & 0x7fffffff) >> 16) % 41) - 20))),
    );
    const raw = { width: info.width, height: info.height, channels: 1 as const };
    let quality = 40;
    let bytes = Buffer.alloc(0);
    while (bytes.length < 100_000 && quality < 100)
      bytes = await sharp(noisy, { raw })
        .jpeg({ quality: (quality += 2) })
        .toBuffer();
    writeFileSync(path.join(folder, `${i}.jpg`), bytes);
  }
  return folder;
}
