import type { Inspection } from '@sightline/contracts';
import { drawOverlay } from '@sightline/overlay';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';

/** Draws inspections into a folder that mirrors the one the images came from. */
export class OverlayWriter {
  private readonly root: string;

  /** @param files every image; their common folder is left out of the pictures' names */
  constructor(
    private readonly folder: string,
    files: readonly string[],
  ) {
    this.root = commonFolder(files.map((file) => path.dirname(path.resolve(file))));
  }

  /** An image that could not be decoded gets no picture. */
  async write(file: string, { verdict, defects, frames }: Inspection): Promise<void> {
    const frame = frames[0];
    if (!frame?.quality) return;
    const { width, height } = frame;
    const target = path.join(this.folder, `${path.relative(this.root, path.resolve(file))}.overlay.png`);
    await mkdir(path.dirname(target), { recursive: true });
    await sharp(file, { failOn: 'none', limitInputPixels: false })
      .autoOrient()
      .flatten({ background: 'white' })
      .toColourspace('srgb')
      .composite([{ input: Buffer.from(drawOverlay({ width, height, verdict, defects })) }])
      .png({ compressionLevel: 3 })
      .toFile(target);
  }
}

function commonFolder(folders: readonly string[]): string {
  let common = folders[0] ?? path.sep;
  for (const folder of folders)
    while (folder !== common && !folder.startsWith(common.endsWith(path.sep) ? common : common + path.sep)) common = path.dirname(common);
  return common;
}
