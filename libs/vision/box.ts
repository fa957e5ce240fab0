/** `[x, y, width, height]`, px. */
export type BoxTuple = readonly [x: number, y: number, width: number, height: number];

/** Intersection over union of two boxes, 0-1; 0 when they only touch. */
export function iou([ax, ay, aw, ah]: BoxTuple, [bx, by, bw, bh]: BoxTuple): number {
  const width = Math.min(ax + aw, bx + bw) - Math.max(ax, bx);
  const height = Math.min(ay + ah, by + bh) - Math.max(ay, by);
  if (width <= 0 || height <= 0) return 0;
  const shared = width * height;
  return shared / (aw * ah + bw * bh - shared);
}

/** The part of a box that lies in a frame of `width` x `height` px; null when nothing does. */
export function clipBox([x, y, w, h]: BoxTuple, width: number, height: number): [number, number, number, number] | null {
  const left = Math.max(0, x);
  const top = Math.max(0, y);
  const right = Math.min(width, x + w);
  const bottom = Math.min(height, y + h);
  return right > left && bottom > top ? [left, top, right - left, bottom - top] : null;
}

/** The whole pixels that a region covers inside the frame; null when the region lies outside. */
export function regionInFrame(region: BoxTuple | null, width: number, height: number): [number, number, number, number] | null {
  if (region === null) return [0, 0, width, height];
  const left = Math.max(0, Math.floor(region[0]));
  const top = Math.max(0, Math.floor(region[1]));
  const right = Math.min(width, Math.ceil(region[0] + region[2]));
  const bottom = Math.min(height, Math.ceil(region[1] + region[3]));
  return right > left && bottom > top ? [left, top, right - left, bottom - top] : null;
}
