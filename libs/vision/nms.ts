import type { Candidates, InputDetection } from './candidates.js';

export interface SuppressionOptions {
  /** Of two boxes of one label that overlap more, the better one stays. Default 0.7, as Ultralytics. */
  readonly maxOverlap?: number;
  /** Default 300, as Ultralytics. */
  readonly maxDetections?: number;
}

/**
 * Greedy non-maximum suppression per label, best first: a box is dropped when its IoU with a kept one is above `maxOverlap`.
 * One anchor may keep several labels ("multi-label"). Kept boxes bound the work, so thousands of candidates stay cheap.
 */
export function suppress(candidates: Candidates, { maxOverlap = 0.7, maxDetections = 300 }: SuppressionOptions = {}): InputDetection[] {
  if (candidates.length === 0) return [];
  const kept: number[] = [];
  for (const index of candidates.ranked()) {
    if (overlapsKept(candidates, kept, index, maxOverlap)) continue;
    kept.push(index);
    if (kept.length === maxDetections) break;
  }
  return kept.map((index) => candidates.at(index));
}

function overlapsKept({ corners, labels }: Candidates, kept: readonly number[], index: number, maxOverlap: number): boolean {
  const label = labels[index]!;
  const x1 = corners[index * 4]!;
  const y1 = corners[index * 4 + 1]!;
  const x2 = corners[index * 4 + 2]!;
  const y2 = corners[index * 4 + 3]!;
  const area = (x2 - x1) * (y2 - y1);
  for (const other of kept) {
    if (labels[other] !== label) continue;
    const ox1 = corners[other * 4]!;
    const oy1 = corners[other * 4 + 1]!;
    const ox2 = corners[other * 4 + 2]!;
    const oy2 = corners[other * 4 + 3]!;
    const width = Math.min(x2, ox2) - Math.max(x1, ox1);
    if (width <= 0) continue;
    const height = Math.min(y2, oy2) - Math.max(y1, oy1);
    if (height <= 0) continue;
    const shared = width * height;
    if (shared > maxOverlap * (area + (ox2 - ox1) * (oy2 - oy1) - shared)) return true;
  }
  return false;
}
