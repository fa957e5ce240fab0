import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { CliError } from './failure.js';

const mediaTypes: Readonly<Record<string, string>> = {
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.tif': 'image/tiff',
  '.tiff': 'image/tiff',
  '.bmp': 'image/bmp',
};

export const isImageFile = (file: string): boolean => path.extname(file).toLowerCase() in mediaTypes;

/** By the file's name; the server looks at the bytes anyway. */
export const mediaTypeOf = (file: string): string => mediaTypes[path.extname(file).toLowerCase()] ?? 'application/octet-stream';

/** The images below a folder, by name; folders whose name begins with a dot are left out. */
export async function imagesBelow(folder: string): Promise<string[]> {
  const entries = (await readdir(folder, { withFileTypes: true }))
    .filter(({ name }) => !name.startsWith('.'))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const found: string[] = [];
  for (const entry of entries) {
    const file = path.join(folder, entry.name);
    const isFolder = entry.isDirectory() || (entry.isSymbolicLink() && (await stat(file).catch(() => null))?.isDirectory() === true);
    if (isFolder) found.push(...(await imagesBelow(file)));
    else if (isImageFile(entry.name)) found.push(file);
  }
  return found;
}

/** Files as they are named, folders with the images below them. @throws CliError for a path that does not exist or holds no image */
export async function imagesAt(paths: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const given of paths) {
    const entry = await stat(given).catch(() => null);
    if (!entry) throw new CliError(`${given} does not exist.`);
    if (!entry.isDirectory()) {
      found.push(given);
      continue;
    }
    const images = await imagesBelow(given);
    if (!images.length) throw new CliError(`${given} holds no image (${Object.keys(mediaTypes).join(', ')}).`);
    found.push(...images);
  }
  return [...new Set(found)];
}
