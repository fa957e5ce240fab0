import { parsePythonLiteral, type PythonValue } from '../python-literal.js';
import type { OnnxDescription, TensorDescription } from './decoder.js';

/** What Ultralytics' exporter writes into `metadata_props` (`ultralytics/engine/exporter.py`), values as Python literals. */
export interface UltralyticsMetadata {
  readonly task: string | null;
  /** Null when absent or unreadable. */
  readonly labels: string[] | null;
  /** Input size in px, when stated. */
  readonly size: { readonly width: number; readonly height: number } | null;
  /** The graph itself ends with the best boxes: an end-to-end head, or suppression exported into it. */
  readonly selectsBoxes: boolean;
}

export function readUltralyticsMetadata({ metadata }: OnnxDescription): UltralyticsMetadata {
  const args = literal(metadata.args);
  return {
    task: metadata.task?.replace(/^(['"])(.*)\1$/, '$2') ?? null,
    labels: labelList(literal(metadata.names)),
    size: imageSize(literal(metadata.imgsz)),
    selectsBoxes: literal(metadata.end2end) === true || (args instanceof Map && args.get('nms') === true),
  };
}

/** The first input if it takes one float32 image of three channels per batch entry; else what is wrong with it. */
export function imageInput(
  { inputs }: OnnxDescription,
  stated: UltralyticsMetadata['size'],
): { input: { name: string; width: number; height: number; batch: number | null } } | { missing: string[] } | null {
  const [first] = inputs;
  if (inputs.length !== 1 || first?.shape.length !== 4) return null;
  const [batch, channels, height, width] = first.shape;
  const missing: string[] = [];
  if (first.type !== 'float32') missing.push(`a float32 input (${first.name} is ${first.type}): export with half=False`);
  if (typeof channels === 'number' && channels !== 3) missing.push(`an input of 3 channels (${first.name} has ${channels})`);
  if (typeof batch === 'number' && batch !== 1)
    missing.push(`a batch of 1 or a dynamic one (it is fixed at ${batch}): export with batch=1`);
  const size = { width: typeof width === 'number' ? width : stated?.width, height: typeof height === 'number' ? height : stated?.height };
  if (!size.width || !size.height) missing.push('"imgsz" in the metadata (height and width of the input are symbolic), such as [640, 640]');
  if (missing.length > 0) return { missing };
  return { input: { name: first.name, width: size.width!, height: size.height!, batch: typeof batch === 'number' ? batch : null } };
}

export const namesMissing = "\"names\" in the metadata, such as {0: 'open', 1: 'short'}: the labels in the order of the model's classes";

export const fixed = (output: TensorDescription | undefined, axis: number): number | null => {
  const size = output?.shape[axis];
  return typeof size === 'number' ? size : null;
};

function literal(text: string | undefined): PythonValue {
  if (text === undefined) return null;
  try {
    return parsePythonLiteral(text);
  } catch {
    return null;
  }
}

function labelList(names: PythonValue): string[] | null {
  const entries = names instanceof Map ? [...names] : Array.isArray(names) ? names.map((name, index) => [index, name] as const) : [];
  const labels: string[] = [];
  for (const [index, name] of entries) {
    if (
      typeof index !== 'number' ||
      !Number.isInteger(index) ||
      index < 0 ||
      index >= entries.length ||
      typeof name !== 'string' ||
      name === ''
    )
      return null;
    labels[index] = name;
  }
  return labels.length > 0 && Object.keys(labels).length === entries.length ? labels : null;
}

function imageSize(value: PythonValue): UltralyticsMetadata['size'] {
  const [height, width] = Array.isArray(value) ? value : [value, value];
  const usable = (side: PythonValue | undefined): side is number =>
    typeof side === 'number' && Number.isInteger(side) && side >= 1 && side <= 16_384;
  return usable(height) && usable(width) ? { width, height } : null;
}
