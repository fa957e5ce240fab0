import type { Quality, Recipe } from '@sightline/contracts';

/** What keeps a frame from being judged. */
export interface QualityShortfall {
  readonly code: string;
  /** What was seen and what the recipe asks for. */
  readonly detail: string;
}

/** Everything about a frame that the recipe does not accept; empty when it is fit to be judged. */
export function qualityShortfalls(
  { width, height }: { width: number; height: number },
  quality: Quality,
  { minWidth, minHeight, minSharpness, maxClipped }: Recipe['quality'],
): QualityShortfall[] {
  const found: QualityShortfall[] = [];
  if (width < minWidth || height < minHeight)
    found.push({
      code: 'image-too-small',
      detail: `the image has ${width} x ${height} px, the recipe asks for ${minWidth} x ${minHeight}`,
    });
  if (quality.sharpness < minSharpness)
    found.push({ code: 'image-blurred', detail: `sharpness ${quality.sharpness.toFixed(1)}, the recipe asks for ${minSharpness}` });
  if (quality.clippedHighlights > maxClipped)
    found.push({
      code: 'image-overexposed',
      detail: `${percent(quality.clippedHighlights)} of the pixels are blown out, the recipe accepts ${percent(maxClipped)}`,
    });
  if (quality.clippedShadows > maxClipped)
    found.push({
      code: 'image-underexposed',
      detail: `${percent(quality.clippedShadows)} of the pixels are black, the recipe accepts ${percent(maxClipped)}`,
    });
  return found;
}

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
