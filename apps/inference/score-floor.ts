import type { Recipe } from '@sightline/contracts';

/** The least score that any rule of the recipe could still use; weaker detections are not worth carrying on. */
export function scoreFloor({ labels, bands }: Recipe): number {
  return Math.min(bands.uncertain, ...Object.values(labels).map(({ threshold }) => threshold));
}
