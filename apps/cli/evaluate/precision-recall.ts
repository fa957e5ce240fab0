import type { JudgedImage } from '@sightline/vision';
import { match } from './match.js';

/** Precision and recall when everything with at least this score counts. */
export interface CurvePoint {
  readonly score: number;
  readonly precision: number;
  readonly recall: number;
}

export interface OperatingPoint extends CurvePoint {
  readonly f1: number;
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly falseNegatives: number;
}

/** A scored detection, and whether it is right. */
export interface Graded {
  readonly label: string;
  readonly score: number;
  readonly isRight: boolean;
}

/** Grades every detection at IoU 0.5, best first. */
export function grade(images: readonly JudgedImage[]): Graded[] {
  return images
    .flatMap((image) => {
      const { found } = match(image);
      return image.detections.map(({ label, score }, index) => ({ label, score, isRight: found[index] !== null }));
    })
    .sort((a, b) => b.score - a.score);
}

/**
 * One point for each different score, from the highest down.
 * @param graded best first
 * @param truths how many there are to find
 */
export function precisionRecall(graded: readonly Graded[], truths: number): CurvePoint[] {
  const points: CurvePoint[] = [];
  let right = 0;
  graded.forEach(({ score, isRight }, rank) => {
    right += isRight ? 1 : 0;
    if (graded[rank + 1]?.score !== score) points.push({ score, precision: right / (rank + 1), recall: truths ? right / truths : 0 });
  });
  return points;
}

/** What counts when everything with at least this score does. */
export function operatingPoint(graded: readonly Graded[], truths: number, score: number): OperatingPoint {
  const counted = graded.filter((detection) => detection.score >= score);
  const truePositives = counted.filter(({ isRight }) => isRight).length;
  const falsePositives = counted.length - truePositives;
  const falseNegatives = truths - truePositives;
  const total = 2 * truePositives + falsePositives + falseNegatives;
  return {
    score,
    precision: counted.length ? truePositives / counted.length : 0,
    recall: truths ? truePositives / truths : 0,
    f1: total ? (2 * truePositives) / total : 0,
    truePositives,
    falsePositives,
    falseNegatives,
  };
}

/** The score whose F1 is best; the highest of several equally good ones. Null when nothing was detected. */
export function bestScore(curve: readonly CurvePoint[]): number | null {
  let best: { score: number; f1: number } | null = null;
  for (const { score, precision, recall } of curve) {
    const f1 = precision + recall ? (2 * precision * recall) / (precision + recall) : 0;
    if (!best || f1 > best.f1) best = { score, f1 };
  }
  return best?.score ?? null;
}

/** The same curve as it is drawn: its corners, and of those about `most`, the ends kept. */
export function thinned(curve: readonly CurvePoint[], most = 400): CurvePoint[] {
  const corners = curve.filter(({ recall }, index) => curve[index - 1]?.recall !== recall || curve[index + 1]?.recall !== recall);
  const step = Math.max(1, Math.ceil(corners.length / most));
  return corners.filter((_, index) => index % step === 0 || index === corners.length - 1);
}
