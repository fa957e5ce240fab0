import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout: the folder above `dist/` or `apps/`. */
export const rootFolder = path.resolve(path.dirname(fileURLToPath(import.meta.url)).replace(/([\\/]dist)?[\\/]apps[\\/]cli$/, ''));

/** Where the services keep their state, as their own setting says. */
export const dataDirectory = (): string => path.resolve(process.env['SIGHTLINE_DATA_DIR'] || '.sightline');

export const bundledModelFile = path.join(rootFolder, 'models/pcb-defects/model.onnx');
export const sampleFolder = path.join(rootFolder, 'samples/pcb');
