import type { Inspection } from '@sightline/contracts';
import { inOneLine } from '../failure.js';
import { imagesAt } from '../image-files.js';
import { inOrder } from '../in-order.js';
import { ModelSession } from '../model-session.js';
import { startProgress } from '../terminal/progress.js';
import { Inspector } from './inspector.js';
import { OverlayWriter } from './overlay.writer.js';
import { type PlanOptions, planOf } from './plan.js';

export interface InspectOptions extends PlanOptions {
  /** Folder for overlays. */
  readonly out?: string;
  /** Told of every file, in order. */
  readonly onInspection: (file: string, inspection: Inspection) => void;
  /** Told of files that cannot be read and of options without effect. */
  readonly onTrouble: (message: string) => void;
  /** Whether a bar on stderr would not be in the way. */
  readonly showProgress: boolean;
}

/**
 * Judges images without a server.
 * @returns the exit code: 0 all pass, 1 some do not, 2 some could not be read
 * @throws CliError when nothing can be judged
 */
export async function inspectImages(paths: readonly string[], options: InspectOptions): Promise<0 | 1 | 2> {
  const plan = await planOf(options);
  const files = await imagesAt(paths);
  const session = await ModelSession.open(plan.modelFile, files.length);
  if (plan.recipe.golden !== null) options.onTrouble(`the model ${plan.modelName} compares with no golden sample: it is not looked at`);
  const inspector = new Inspector(session, plan);
  const overlays = options.out === undefined ? null : new OverlayWriter(options.out, files);
  const progress = options.showProgress ? await startProgress(files.length, 'images') : null;
  let exitCode: 0 | 1 | 2 = 0;
  try {
    await inOrder(
      files,
      session.atOnce,
      async (file) => {
        const inspection = await inspector.inspect(file).catch((error: unknown) => new Error(`${file}: ${inOneLine(error)}`));
        if (!(inspection instanceof Error)) await overlays?.write(file, inspection);
        return inspection;
      },
      (inspection, index) => {
        progress?.step();
        if (inspection instanceof Error) {
          options.onTrouble(inspection.message);
          exitCode = 2;
          return;
        }
        options.onInspection(files[index]!, inspection);
        if (inspection.verdict !== 'pass' && exitCode === 0) exitCode = 1;
      },
    );
  } finally {
    progress?.stop();
    await session.close();
  }
  return exitCode;
}
