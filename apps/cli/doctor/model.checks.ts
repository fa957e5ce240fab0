import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { imagesBelow } from '../image-files.js';
import { ModelSession, sha256Of } from '../model-session.js';
import { boardModelFile, sampleFolder } from '../root-folder.js';
import type { Finding } from './diagnosis.js';

const cardSchema = z.object({ name: z.string(), version: z.string(), sha256: z.string() });
const runs = 5;
const restore = 'Restore models/ from the release: "git checkout -- models" in a checkout.';

/** Whether the model is the one that its card speaks of. */
export async function checkModel(): Promise<Finding> {
  const card = cardSchema.safeParse(JSON.parse(await readFile(path.join(path.dirname(boardModelFile), 'card.json'), 'utf8')));
  if (!card.success) return { state: 'problem', found: 'the card states no SHA-256', advice: restore };
  const sha256 = await sha256Of(boardModelFile);
  const found = `${card.data.name} ${card.data.version}, SHA-256 ${sha256.slice(0, 12)}`;
  return sha256 === card.data.sha256
    ? { state: 'ok', found: `${found} as its card says` }
    : { state: 'problem', found: `${found}, but its card says ${card.data.sha256.slice(0, 12)}`, advice: restore };
}

/** Judges a sample board as the server would. */
export async function checkModelRun(): Promise<Finding> {
  const [image] = (await imagesBelow(sampleFolder)).filter((file) => file.endsWith('_test.jpg'));
  if (!image) return { state: 'warning', found: 'there is no sample image to judge', advice: restore };
  const session = await ModelSession.open(boardModelFile, 1);
  try {
    const bytes = await readFile(image);
    const times: number[] = [];
    let defects = 0;
    for (let n = 0; n < runs; n++) {
      const start = performance.now();
      defects = (await session.run(await session.decode(bytes), { region: null, minScore: 0.5 })).detections.length;
      times.push(performance.now() - start);
    }
    const found = `${Math.min(...times).toFixed(0)} ms to decode and judge ${path.basename(image)} on one core, ${defects} defects found`;
    return defects ? { state: 'ok', found } : { state: 'problem', found, advice: restore };
  } finally {
    await session.close();
  }
}
