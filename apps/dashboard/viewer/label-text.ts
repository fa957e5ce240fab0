import type { Defect } from '@sightline/contracts';
import { formatScore } from '../format/numbers';
import type { Size } from './geometry';

export const labelFont = '600 13px system-ui, "Segoe UI", Roboto, "Liberation Sans", sans-serif';
const paddingPx = 6;
export const labelHeightPx = 21;

const canvas = document.createElement('canvas').getContext('2d');
const widths = new Map<string, number>();

export const labelText = ({ label, score }: Pick<Defect, 'label' | 'score'>) => `${label} ${formatScore(score)}`;

export function labelSize(text: string): Size {
  let width = widths.get(text);
  if (width === undefined) {
    if (canvas) canvas.font = labelFont;
    width = Math.ceil(canvas?.measureText(text).width ?? text.length * 7) + 2 * paddingPx;
    if (widths.size > 2000) widths.clear();
    widths.set(text, width);
  }
  return { width, height: labelHeightPx };
}
