import { suppress } from '../nms.js';
import type { Decoder, TensorView } from './decoder.js';
import { fixed, imageInput, namesMissing, readUltralyticsMetadata } from './ultralytics-metadata.js';

/** Rows before the classes': centre x, centre y, width, height. */
const boxRows = 4;

/**
 * YOLOv8, YOLO11 and what exports as they do: `[1, 4 + classes, anchors]`, boxes as centre and size in input pixels, one
 * sigmoided score a class, no objectness. Suppression is Ultralytics' default: per class, multi-label, IoU 0.7, at most 300.
 * Source: ultralytics 8.4, `nn/modules/head.py` (`Detect.forward`), `engine/exporter.py`, `utils/nms.py`.
 */
export const ultralyticsDetect: Decoder = {
  contract: 'ultralytics-detect',

  recognise(model) {
    const metadata = readUltralyticsMetadata(model);
    const [output] = model.outputs;
    if (model.outputs.length !== 1 || output?.shape.length !== 3 || metadata.selectsBoxes || (metadata.task ?? 'detect') !== 'detect')
      return null;
    const image = imageInput(model, metadata.size);
    if (image === null) return null;
    const missing = 'missing' in image ? [...image.missing] : [];
    const rows = fixed(output, 1);
    const { labels } = metadata;
    if (labels === null) missing.push(namesMissing);
    else if (rows !== null && rows !== boxRows + labels.length) {
      missing.push(
        `as many "names" as classes (${output.name} has ${rows} rows, so ${rows - boxRows} classes, and there are ${labels.length} names)`,
      );
    }
    if (missing.length > 0 || labels === null || 'missing' in image) return { missing };
    return { contract: this.contract, task: 'detect', labels, input: image.input, outputs: [output.name] };
  },

  decode([output], contract, { minScore, candidates }) {
    const { data, dims } = output as TensorView;
    const anchors = dims[2]!;
    const classes = Math.min(dims[1]! - boxRows, contract.labels.length);
    candidates.clear();
    for (let label = 0; label < classes; label++) {
      const start = (boxRows + label) * anchors;
      for (let anchor = 0; anchor < anchors; anchor++) {
        const score = data[start + anchor]!;
        if (score < minScore || !(score > 0)) continue;
        const x = data[anchor]!;
        const y = data[anchors + anchor]!;
        const halfWidth = data[2 * anchors + anchor]! / 2;
        const halfHeight = data[3 * anchors + anchor]! / 2;
        candidates.add(label, score, x - halfWidth, y - halfHeight, x + halfWidth, y + halfHeight);
      }
    }
    return suppress(candidates);
  },
};
