import type { Box, CapturedFrame, Quality } from '@sightline/contracts';
import { qualityShortfalls } from '@sightline/judging';
import type { Pixels } from '@sightline/runtime';
import { measureQuality, regionInFrame } from '@sightline/vision';

export interface Fitness {
  readonly quality: Quality;
  /** The part of the frame to judge, source pixels; null is all of it. */
  readonly region: Box | null;
  /** Why the frame cannot be judged; empty when it can. */
  readonly reasons: { code: string; detail: string }[];
}

/** Measures a decoded frame and holds it against the recipe's limits and region. */
export function fitnessOf(pixels: Pixels, { recipe: { body } }: CapturedFrame): Fitness {
  const quality = measureQuality({ ...pixels, data: new Uint8Array(pixels.data) });
  const region = body.region ? regionInFrame(body.region, pixels.width, pixels.height) : null;
  const reasons = qualityShortfalls(pixels, quality, body.quality);
  if (body.region && !region)
    reasons.push({ code: 'region-outside-frame', detail: `the recipe's region [${body.region.join(', ')}] lies outside the frame of ${pixels.width} x ${pixels.height} px` });
  return { quality, region, reasons };
}
