import type { CurvePoint } from './precision-recall.js';

const size = 240;
const margin = 34;

/** A precision-recall curve as SVG: recall to the right, precision upwards. */
export function curveSvg(curve: readonly CurvePoint[], marked: { readonly precision: number; readonly recall: number } | null): string {
  const x = (recall: number): string => (margin + recall * size).toFixed(1);
  const y = (precision: number): string => (8 + (1 - precision) * size).toFixed(1);
  const line = curve.map(({ recall, precision }) => `${x(recall)},${y(precision)}`).join(' ');
  const ticks = [0, 0.25, 0.5, 0.75, 1].map(
    (value) =>
      `<path d="M${x(value)} ${y(0)}V${y(1)}M${x(0)} ${y(value)}H${x(1)}" class="grid"/>` +
      `<text x="${x(value)}" y="${Number(y(0)) + 14}" text-anchor="middle">${value}</text><text x="${margin - 6}" y="${Number(y(value)) + 4}" text-anchor="end">${value}</text>`,
  );
  const dot = marked ? `<circle cx="${x(marked.recall)}" cy="${y(marked.precision)}" r="4" class="best"/>` : '';
  return (
    `<svg viewBox="0 0 ${size + margin + 10} ${size + 44}" role="img" aria-label="precision over recall">${ticks.join('')}` +
    `<polyline points="${line}" class="curve"/>${dot}<text x="${x(0.5)}" y="${Number(y(0)) + 30}" text-anchor="middle">recall, upwards: precision</text></svg>`
  );
}
