import { detectionMetrics, type JudgedImage, type LabelPrecision } from '@sightline/vision';
import { match } from './match.js';
import { bestScore, grade, operatingPoint, precisionRecall, thinned, type CurvePoint, type OperatingPoint } from './precision-recall.js';

/** One image of the dataset, measured. */
export interface EvaluatedImage extends JudgedImage {
  readonly file: string;
}

export interface LabelEvaluation extends LabelPrecision, OperatingPoint {
  readonly curve: readonly CurvePoint[];
}

export interface ImageErrors {
  readonly file: string;
  readonly missed: number;
  readonly falseAlarms: number;
}

export interface Evaluation {
  readonly map50: number;
  readonly map50to95: number;
  readonly images: number;
  readonly truths: number;
  readonly detections: number;
  /** Where F1 over all labels is best; at IoU 0.5. */
  readonly best: OperatingPoint;
  /** Every label of the truth; precision, recall and counts at `best.score`. */
  readonly labels: readonly LabelEvaluation[];
  readonly curve: readonly CurvePoint[];
  /** Images with errors at `best.score`, the worst first. */
  readonly worst: readonly ImageErrors[];
}

/** Measures what a model found against what is there. */
export function evaluate(images: readonly EvaluatedImage[]): Evaluation {
  const metrics = detectionMetrics(images);
  const graded = grade(images);
  const truths = images.reduce((count, { truth }) => count + truth.length, 0);
  const curve = precisionRecall(graded, truths);
  const score = bestScore(curve) ?? 1;
  return {
    map50: metrics.map50,
    map50to95: metrics.map50to95,
    images: images.length,
    truths,
    detections: graded.length,
    best: operatingPoint(graded, truths, score),
    labels: metrics.labels.map((precision) => {
      const own = graded.filter(({ label }) => label === precision.label);
      return {
        ...precision,
        ...operatingPoint(own, precision.truths, score),
        curve: thinned(precisionRecall(own, precision.truths)),
      };
    }),
    curve: thinned(curve),
    worst: images
      .map((image) => ({ file: image.file, ...errorsAt(image, score) }))
      .filter(({ missed, falseAlarms }) => missed + falseAlarms > 0)
      .sort((a, b) => b.missed + b.falseAlarms - a.missed - a.falseAlarms),
  };
}

function errorsAt(image: EvaluatedImage, score: number): { missed: number; falseAlarms: number } {
  const { found, missed } = match({ ...image, detections: image.detections.filter((detection) => detection.score >= score) });
  return { missed: missed.length, falseAlarms: found.filter((truth) => truth === null).length };
}
