import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { CliError, inOneLine } from '../failure.js';

export const isFolder = async (file: string): Promise<boolean> => (await stat(file).catch(() => null))?.isDirectory() === true;
export const isFile = async (file: string): Promise<boolean> => (await stat(file).catch(() => null))?.isFile() === true;

/** The names in a folder, sorted; none when there is no such folder. */
export const namesIn = async (folder: string): Promise<string[]> => (await readdir(folder).catch(() => [])).sort();

export const stemOf = (file: string): string => path.basename(file, path.extname(file));

/** Lines that hold something, without the space around them. */
export const linesOf = (text: string): string[] =>
  text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter(Boolean);

/** Open at once: a dataset may hold more files than a process may open. */
export const filesAtOnce = 32;

/** @throws CliError naming the file */
export async function readText(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((error: unknown) => {
    throw new CliError(`Cannot read ${file}: ${inOneLine(error)}`);
  });
}

/** The first of these files that exists. */
export async function firstFile(candidates: readonly string[]): Promise<string | null> {
  for (const file of candidates) if (await isFile(file)) return file;
  return null;
}
