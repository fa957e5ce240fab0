import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout: the folder above `dist/` or `apps/`. */
export const rootFolder = path.resolve(path.dirname(fileURLToPath(import.meta.url)).replace(/([\\/]dist)?[\\/]apps[\\/]cli$/, ''));

/** Where the services keep their state, as their own setting says. */
export const dataDirectory = (): string => path.resolve(process.env['SIGHTLINE_DATA_DIR'] || '.sightline');

/** The ONNX file of a model that comes along. */
export const bundledModel = (name: string): string =>
  path.join(path.resolve(process.env['SIGHTLINE_MODELS_DIR'] || path.join(rootFolder, 'models')), name, 'model.onnx');
export const boardModelFile = bundledModel('pcb-defects');
export const sampleFolder = path.join(rootFolder, 'samples/pcb');
