import type { Box } from '@sightline/contracts';

export interface Size {
  width: number;
  height: number;
}
export interface Rect extends Size {
  x: number;
  y: number;
}

/** Where a frame lies on the screen: its origin in CSS px, and CSS px per source pixel. */
export interface View {
  x: number;
  y: number;
  scale: number;
}

/** The largest view that shows the whole frame, centred. */
export function fitView(frame: Size, window: Size, marginPx = 0): View {
  const scale = Math.min((window.width - 2 * marginPx) / frame.width, (window.height - 2 * marginPx) / frame.height);
  return { x: (window.width - frame.width * scale) / 2, y: (window.height - frame.height * scale) / 2, scale };
}

/** A box of the source frame in CSS px. */
export const onScreen = ([x, y, width, height]: Box, view: View): Rect => ({
  x: view.x + x * view.scale,
  y: view.y + y * view.scale,
  width: width * view.scale,
  height: height * view.scale,
});

export const overlaps = (a: Rect, b: Rect) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

const contains = (window: Size, rect: Rect) =>
  rect.x >= 0 && rect.y >= 0 && rect.x + rect.width <= window.width && rect.y + rect.height <= window.height;

/** Gap between a box and its label, CSS px. */
const gap = 3;

/** Places around a box, the most expected first. */
function* places({ x, y, width, height }: Rect, label: Size): Generator<Rect> {
  const above = y - label.height - gap;
  const below = y + height + gap;
  const right = x + width + gap;
  const left = x - label.width - gap;
  const flushRight = x + width - label.width;
  const spots: [number, number][] = [
    [x, above],
    [x, below],
    [flushRight, above],
    [flushRight, below],
    [right, y],
    [left, y],
    [right, y + height - label.height],
    [left, y + height - label.height],
  ];
  for (const [spotX, spotY] of spots) yield { x: spotX, y: spotY, ...label };
}

/**
 * Finds a spot beside each box where its label covers neither a box nor another label.
 * @param boxes CSS px, the most important first
 * @param labels size of each label, CSS px
 * @returns the spots; null where there is none, so that no defect is ever covered
 */
export function placeLabels(boxes: readonly Rect[], labels: readonly Size[], window: Size): (Rect | null)[] {
  const taken: Rect[] = [];
  return boxes.map((box, index) => {
    const label = labels[index];
    if (!label) return null;
    for (const spot of places(box, label)) {
      if (!contains(window, spot) || boxes.some((other) => overlaps(other, spot)) || taken.some((other) => overlaps(other, spot))) continue;
      taken.push(spot);
      return spot;
    }
    return null;
  });
}
