import type { Box, Quality, Recipe } from '@sightline/contracts';
import { measureQuality, type Raster, regionInFrame } from '@sightline/vision';
import { type QualityShortfall, qualityShortfalls } from './quality-rules.js';

export interface Fitness {
  readonly quality: Quality;
  /** The part of the frame to judge, source pixels; null is all of it. */
  readonly region: Box | null;
  /** Why the frame cannot be judged; empty when it can. */
  readonly reasons: QualityShortfall[];
}

/** Measures a decoded frame and holds it against a recipe's limits and region. */
export function fitnessOf(image: Raster, recipe: Pick<Recipe, 'quality' | 'region'>): Fitness {
  const quality = measureQuality(image);
  const { width, height } = image;
  const region = recipe.region ? regionInFrame(recipe.region, width, height) : null;
  const reasons = qualityShortfalls(image, quality, recipe.quality);
  if (recipe.region && !region)
    reasons.push({
      code: 'region-outside-frame',
      detail: `the recipe's region [${recipe.region.join(', ')}] lies outside the frame of ${width} x ${height} px`,
    });
  return { quality, region, reasons };
}
