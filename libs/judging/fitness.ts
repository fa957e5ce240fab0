import type { Box, Quality, Recipe } from '@sightline/contracts';
import { regionInFrame } from '@sightline/vision';
import { type QualityShortfall, qualityShortfalls } from './quality-rules.js';

export interface Fitness {
  /** The part of the frame to judge, source pixels; null is all of it. */
  readonly region: Box | null;
  /** Why the frame cannot be judged, in words; empty when it can. */
  readonly reasons: QualityShortfall[];
}

/**
 * Holds a frame against its recipe's limits and region. A region that is partly outside is clipped.
 * @param size of the frame, px
 */
export function fitnessOf(size: { width: number; height: number }, quality: Quality, recipe: Pick<Recipe, 'quality' | 'region'>): Fitness {
  const { width, height } = size;
  const reasons = qualityShortfalls(size, quality, recipe.quality);
  const region = recipe.region === null ? null : regionInFrame(recipe.region, width, height);
  if (recipe.region !== null && region === null) {
    const detail = `the recipe's region [${recipe.region.join(', ')}] lies outside the frame of ${width} x ${height} px: check the region or the camera's resolution`;
    reasons.push({ code: 'region-outside-frame', detail });
  }
  return { region, reasons };
}
