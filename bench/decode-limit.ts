import { decodeImage } from '@sightline/runtime';
import { sampleBoards } from './images.js';
import { round } from './machine.js';

/** JPEG decode alone, two at a time on the same cores: images/s and ms of both cores an image. */
export async function measureDecode(countMs: number): Promise<{ imagesPerSecond: number }> {
  const boards = sampleBoards();
  let decoded = 0;
  const begun = performance.now();
  await Promise.all(
    [0, 1].map(async (offset) => {
      for (let i = offset; performance.now() - begun < countMs; i += 2) {
        await decodeImage(boards[i % boards.length]!, { maxPixels: 1e8 });
        decoded += 1;
      }
    }),
  );
  return { imagesPerSecond: round((decoded / (performance.now() - begun)) * 1000) };
}
