import { iou, type JudgedImage, type ScoredBox, type TrueBox } from '@sightline/vision';

/** What became of one image's detections and truths. */
export interface Matched {
  /** By detection, in the image's order: the truth it found, or null. */
  readonly found: readonly (TrueBox | null)[];
  readonly missed: readonly TrueBox[];
}

/**
 * Pairs detections with truths of their label: greedily by score, each with the free truth it overlaps most.
 * @param minOverlap least IoU of a pair, 0-1
 */
export function match({ detections, truth }: JudgedImage, minOverlap = 0.5): Matched {
  const free = new Set(truth);
  const found: (TrueBox | null)[] = detections.map(() => null);
  const ranked = [...detections.keys()].sort((a, b) => detections[b]!.score - detections[a]!.score);
  for (const index of ranked) {
    const best = bestFree(detections[index]!, free, minOverlap);
    if (best) free.delete(best);
    found[index] = best;
  }
  return { found, missed: [...free] };
}

function bestFree({ label, box }: ScoredBox, free: ReadonlySet<TrueBox>, minOverlap: number): TrueBox | null {
  let best: TrueBox | null = null;
  let overlap = minOverlap;
  for (const candidate of free) {
    const own = candidate.label === label ? iou(box, candidate.box) : -1;
    if (own < overlap || (best && own === overlap)) continue;
    best = candidate;
    overlap = own;
  }
  return best;
}
