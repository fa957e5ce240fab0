import sharp from 'sharp';
import { escapeXml } from '../terminal/escape-xml.js';
import type { EvaluatedImage } from './evaluation.js';
import { match } from './match.js';

const widest = 900;
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
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="sans-serif" font-size="12">${shapes.join('')}</svg>`;
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
  const above = Math.max(12, y * scale - 4).toFixed(1);
  return (
    `<rect x="${at(x)}" y="${at(y)}" width="${at(width)}" height="${at(height)}" fill="none" stroke="${colour}" stroke-width="2"${isDashed ? ' stroke-dasharray="5 3"' : ''}/>` +
    `<text x="${at(x)}" y="${above}" fill="${colour}" stroke="#fff" stroke-width="3" paint-order="stroke">${escapeXml(text)}</text>`
  );
}
