import { type BoxTuple, iou } from './box.js';

export interface ScoredBox {
  readonly label: string;
  readonly score: number;
  readonly box: BoxTuple;
}

export interface TrueBox {
  readonly label: string;
  readonly box: BoxTuple;
}

/** What was found in one image and what is in it. */
export interface JudgedImage {
  readonly detections: readonly ScoredBox[];
  readonly truth: readonly TrueBox[];
}

export interface LabelPrecision {
  readonly label: string;
  /** Average precision at IoU 0.5, 0-1. */
  readonly ap50: number;
  /** Mean over IoU 0.50, 0.55 ... 0.95. */
  readonly ap50to95: number;
  readonly truths: number;
  readonly detections: number;
}

export interface DetectionMetrics {
  /** Means over the labels that occur in the truth; 0 without any. */
  readonly map50: number;
  readonly map50to95: number;
  /** One entry a label of the truth, in alphabetical order. */
  readonly labels: LabelPrecision[];
}

/** COCO's thresholds. */
const overlaps = Array.from({ length: 10 }, (_, step) => (50 + 5 * step) / 100);

/**
 * Average precision of one label over images: the area under the precision envelope over all points, detections matched
 * greedily by score to the free truth they overlap most.
 * @param images of one label only
 * @param minOverlap least IoU of a match
 */
export function averagePrecision(images: readonly JudgedImage[], minOverlap = 0.5): number {
  const total = images.reduce((count, { truth }) => count + truth.length, 0);
  if (total === 0) return 0;
  const ranked = images
    .flatMap(({ detections, truth }) => {
      const taken = new Set<number>();
      return detections.map((detection) => ({ detection, truth, taken }));
    })
    .sort((a, b) => b.detection.score - a.detection.score);
  let hits = 0;
  const precision = new Float64Array(ranked.length);
  const isHit = ranked.map(({ detection, truth, taken }, rank) => {
    const match = bestFree(detection.box, truth, taken, minOverlap);
    if (match >= 0) taken.add(match);
    hits += match >= 0 ? 1 : 0;
    precision[rank] = hits / (rank + 1);
    return match >= 0;
  });
  let area = 0;
  let envelope = 0;
  for (let rank = ranked.length - 1; rank >= 0; rank--) {
    envelope = Math.max(envelope, precision[rank]!);
    if (isHit[rank]) area += envelope;
  }
  return area / total;
}

/** Average precision by label and its means at IoU 0.5 and over COCO's thresholds (Lin et al., 2014). */
export function detectionMetrics(images: readonly JudgedImage[]): DetectionMetrics {
  const names = [...new Set(images.flatMap(({ truth }) => truth.map(({ label }) => label)))].sort();
  const labels = names.map((label) => {
    const own = images.map(({ detections, truth }) => ({
      detections: detections.filter((d) => d.label === label),
      truth: truth.filter((t) => t.label === label),
    }));
    const precisions = overlaps.map((overlap) => averagePrecision(own, overlap));
    return {
      label,
      ap50: precisions[0]!,
      ap50to95: mean(precisions),
      truths: own.reduce((count, { truth }) => count + truth.length, 0),
      detections: own.reduce((count, { detections }) => count + detections.length, 0),
    };
  });
  return { map50: mean(labels.map(({ ap50 }) => ap50)), map50to95: mean(labels.map(({ ap50to95 }) => ap50to95)), labels };
}

function bestFree(box: BoxTuple, truth: readonly TrueBox[], taken: ReadonlySet<number>, minOverlap: number): number {
  let best = -1;
  let bestOverlap = minOverlap;
  truth.forEach((candidate, index) => {
    const overlap = taken.has(index) ? 0 : iou(box, candidate.box);
    if (overlap >= bestOverlap) {
      best = index;
      bestOverlap = overlap;
    }
  });
  return best;
}

const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
