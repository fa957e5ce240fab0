import { isDrawable, textPath } from '@sightline/overlay';
import sharp from 'sharp';
import { escapeXml } from '../terminal/escape-xml.js';
import type { EvaluatedImage } from './evaluation.js';
import { match } from './match.js';

/** px. */
const widest = 900;
const textPx = 9;
const colours = { right: '#16a34a', missed: '#2563eb', falseAlarm: '#dc2626' };

/** The image with what was found (green), missed (blue, dashed) and wrongly reported (red), as JPEG. */
export async function drawErrors(image: EvaluatedImage, score: number): Promise<Buffer> {
  const detections = image.detections.filter((detection) => detection.score >= score);
  const { found, missed } = match({ truth: image.truth, detections });
  const upright = await sharp(image.file, { limitInputPixels: false })
    .autoOrient()
    .flatten()
    .toColourspace('srgb')
    .toBuffer({ resolveWithObject: true });
  const scale = Math.min(1, widest / Math.max(upright.info.width, upright.info.height));
  const width = Math.max(1, Math.round(upright.info.width * scale));
  const height = Math.max(1, Math.round(upright.info.height * scale));
  const shapes = [
    ...missed.map(({ box, label }) => frame(box, scale, colours.missed, `missed ${label}`, true)),
    ...detections.map(({ box, label, score: own }, index) =>
      frame(box, scale, found[index] ? colours.right : colours.falseAlarm, `${label} ${own.toFixed(2)}`, false),
    ),
  ];
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${shapes.join('')}</svg>`;
  return sharp(upright.data)
    .resize(width, height)
    .composite([{ input: Buffer.from(svg) }])
    .jpeg({ quality: 80 })
    .toBuffer();
}

function frame(
  [x, y, width, height]: readonly [number, number, number, number],
  scale: number,
  colour: string,
  text: string,
  isDashed: boolean,
): string {
  const at = (value: number): string => (value * scale).toFixed(1);
  const dashes = isDashed ? ' stroke-dasharray="5 3"' : '';
  return `<rect x="${at(x)}" y="${at(y)}" width="${at(width)}" height="${at(height)}" fill="none" stroke="${colour}" stroke-width="2"${dashes}/>${words(text, x * scale, Math.max(2, y * scale - textPx - 4), colour)}`;
}

/** With a light rim, so that it can be read on any ground. */
function words(text: string, x: number, y: number, colour: string): string {
  // Letters beyond the built-in strokes need a font of the machine.
  if (!isDrawable(text))
    return `<text x="${x}" y="${y + textPx}" font-family="sans-serif" font-size="${textPx * 1.3}" fill="${colour}">${escapeXml(text)}</text>`;
  const path = textPath(text, x, y, textPx);
  return [4, 1.4]
    .map(
      (width, layer) =>
        `<path d="${path}" fill="none" stroke="${layer ? colour : '#fff'}" stroke-width="${width}" stroke-linecap="round"/>`,
    )
    .join('');
}
