import type { Recipe } from '@sightline/contracts';

/** The lowest score that a recipe does anything with: its lowest threshold, or where its uncertain band begins. */
export function scoreFloor({ labels, bands }: Recipe): number {
  return Math.min(bands.uncertain, ...Object.values(labels).map(({ threshold }) => threshold));
}
