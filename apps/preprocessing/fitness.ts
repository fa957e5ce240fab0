import type { Box, CapturedFrame, Quality } from '@sightline/contracts';
import { qualityShortfalls } from '@sightline/judging';
import { regionInFrame } from '@sightline/vision';

export interface Fitness {
  /** The part of the frame to judge, source pixels; null is all of it. */
  readonly region: Box | null;
  /** Why the frame cannot be judged, in words; empty when it can. */
  readonly reasons: { code: string; detail: string }[];
}

/** Holds a frame against its recipe's limits and region. A region that is partly outside is clipped. */
export function fitnessOf({ width, height, recipe: { body } }: CapturedFrame, quality: Quality): Fitness {
  const reasons = qualityShortfalls({ width, height }, quality, body.quality);
  const region = body.region === null ? null : regionInFrame(body.region, width, height);
  if (body.region !== null && region === null) {
    const detail = `the recipe's region [${body.region.join(', ')}] lies outside the frame of ${width} x ${height} px: check the region or the camera's resolution`;
    reasons.push({ code: 'region-outside-frame', detail });
  }
  return { region, reasons };
}
