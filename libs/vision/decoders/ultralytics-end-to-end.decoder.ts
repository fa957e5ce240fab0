import type { Decoder, TensorView } from './decoder.js';
import { fixed, imageInput, namesMissing, readUltralyticsMetadata } from './ultralytics-metadata.js';

/** x1, y1, x2, y2, score, class. */
const rowLength = 6;

/**
 * End-to-end heads (YOLOv10, YOLO26) and exports with `nms=True`: `[1, rows, 6]`, corners in input pixels, best boxes chosen
 * in the graph, unused rows zero. The shape alone does not tell it; the metadata's `end2end` or `args['nms']` does.
 * Source: ultralytics 8.4, `engine/exporter.py` (`NMSModel`), `nn/modules/head.py` (`Detect.postprocess`).
 */
export const ultralyticsEndToEnd: Decoder = {
  contract: 'ultralytics-end-to-end',

  recognise(model) {
    const metadata = readUltralyticsMetadata(model);
    const [output] = model.outputs;
    if (model.outputs.length !== 1 || output?.shape.length !== 3 || !metadata.selectsBoxes || (metadata.task ?? 'detect') !== 'detect')
      return null;
    const image = imageInput(model, metadata.size);
    if (image === null) return null;
    const missing = 'missing' in image ? [...image.missing] : [];
    const columns = fixed(output, 2);
    const { labels } = metadata;
    if (labels === null) missing.push(namesMissing);
    if (columns !== null && columns !== rowLength) missing.push(`rows of ${rowLength} values in ${output.name} (it has ${columns})`);
    if (missing.length > 0 || labels === null || 'missing' in image) return { missing };
    return { contract: this.contract, task: 'detect', labels, input: image.input, outputs: [output.name] };
  },

  decode([output], contract, { minScore, candidates }) {
    const { data } = output as TensorView;
    candidates.clear();
    for (let at = 0; at + rowLength <= data.length; at += rowLength) {
      const score = data[at + 4]!;
      const label = data[at + 5]!;
      if (score < minScore || !(score > 0) || !(label >= 0 && label < contract.labels.length)) continue;
      candidates.add(label, score, data[at]!, data[at + 1]!, data[at + 2]!, data[at + 3]!);
    }
    return Array.from(candidates.ranked(), (index) => candidates.at(index));
  },
};
