import type { Box, Inspection, Severity } from '@sightline/contracts';
import { isDrawable, textPath, textWidth } from './stroke-font.js';

export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly verdict: Inspection['verdict'];
  readonly defects: readonly { label: string; score: number; box: Box; severity: Severity }[];
}

interface Tag {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const severityColours: Record<Severity, string> = { critical: '#ff2d55', major: '#ff8a00', minor: '#ffd60a', info: '#32ade6' };
const verdictColours = { pass: '#1f9d55', fail: '#d7263d', review: '#b7791f', unusable: '#5b6470', error: '#5b6470', pending: '#5b6470' };

/** The verdict's height over the labels'. */
const bannerScale = 1.5;

/** What lies over a frame: thin boxes, their labels outside, the verdict in the corner. SVG of the frame's size. */
export function drawOverlay({ width, height, verdict, defects }: Drawing): string {
  const line = Math.max(1, Math.round(Math.max(width, height) / 600));
  const headline = (verdict ?? 'pending').toUpperCase();
  // Frames of line-scan cameras are narrow: the longest tag has to fit all the same.
  const longest = Math.max(bannerScale * sizeOf(headline, 1).width, ...defects.map((defect) => sizeOf(words(defect), 1).width));
  const text = Math.min(Math.max(7, Math.round(Math.max(width, height) / 75)), width / longest);
  const banner = tagSvg(headline, { x: 0, y: 0 }, text * bannerScale, verdictColours[verdict ?? 'pending']);
  const taken: Tag[] = [banner.tag];
  // The last drawn lies on top: the worst comes first in the list.
  const marks = [...defects].map((defect) => {
    const colour = severityColours[defect.severity];
    const [x, y, w, h] = defect.box;
    const place = placeTag(defect.box, sizeOf(words(defect), text), { width, height }, taken);
    taken.push(place);
    return `<rect x="${x}" y="${y}" width="${w}" height="${h}" fill="none" stroke="#000" stroke-opacity=".55" stroke-width="${line * 2.5}"/>
<rect x="${x}" y="${y}" width="${w}" height="${h}" fill="none" stroke="${colour}" stroke-width="${line}"/>
${tagSvg(words(defect), place, text, colour).svg}`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${marks.reverse().join('\n')}${banner.svg}</svg>`;
}

const words = ({ label, score }: Drawing['defects'][number]): string => `${label} ${score.toFixed(2)}`;

const sizeOf = (value: string, textPx: number): { width: number; height: number } => ({
  width: textWidth(value, textPx) + textPx * 0.9,
  height: textPx * 1.7,
});

/** Above the box; else below, right or left of it: the first place inside the frame where no other label lies. */
function placeTag(
  [x, y, w, h]: Box,
  size: { width: number; height: number },
  frame: { width: number; height: number },
  taken: readonly Tag[],
): Tag {
  const places = [
    { x, y: y - size.height },
    { x, y: y + h },
    { x: x + w, y },
    { x: x - size.width, y },
    { x: x + w - size.width, y: y - size.height },
    { x: x + w - size.width, y: y + h },
  ].map((place) => ({ ...place, ...size }));
  const inside = (tag: Tag): boolean => tag.x >= 0 && tag.y >= 0 && tag.x + tag.width <= frame.width && tag.y + tag.height <= frame.height;
  const free = (tag: Tag): boolean =>
    taken.every(
      (other) =>
        tag.x >= other.x + other.width || other.x >= tag.x + tag.width || tag.y >= other.y + other.height || other.y >= tag.y + tag.height,
    );
  const best = places.find((tag) => inside(tag) && free(tag)) ?? places.find(inside) ?? places[0]!;
  return {
    ...best,
    x: Math.max(0, Math.min(best.x, frame.width - size.width)),
    y: Math.max(0, Math.min(best.y, frame.height - size.height)),
  };
}

function tagSvg(value: string, { x, y }: { x: number; y: number }, textPx: number, colour: string): { svg: string; tag: Tag } {
  const size = sizeOf(value, textPx);
  const left = x + textPx * 0.45;
  const top = y + textPx * 0.35;
  const letters = isDrawable(value)
    ? `<path d="${textPath(value, left, top, textPx)}" fill="none" stroke="#fff" stroke-width="${(textPx / 7).toFixed(2)}" stroke-linecap="round" stroke-linejoin="round"/>`
    : // Letters beyond the built-in strokes need a font of the machine.
      `<text x="${left}" y="${top + textPx}" font-family="sans-serif" font-size="${textPx * 1.3}" fill="#fff">${escapeXml(value)}</text>`;
  return {
    tag: { x, y, ...size },
    svg: `<rect x="${x}" y="${y}" width="${size.width}" height="${size.height}" fill="#11151a" fill-opacity=".82"/><rect x="${x}" y="${y}" width="${Math.max(2, textPx / 5)}" height="${size.height}" fill="${colour}"/>${letters}`,
  };
}

const escapeXml = (text: string): string => text.replace(/[<>&"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
