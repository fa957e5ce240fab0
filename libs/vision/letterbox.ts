import { type BoxTuple, clipBox } from './box.js';

/** How a region of the source lies in a model's input. All px. */
export interface Letterbox {
  /** The region, in source pixels. */
  readonly region: BoxTuple;
  /** Where the resized region lies in the input. */
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** Source pixels per input pixel. */
  readonly scaleX: number;
  readonly scaleY: number;
}

/**
 * Fits a region into a model's input with its aspect ratio kept, centred, as Ultralytics' `LetterBox` does
 * (rounding of size and padding included), so that exported models see what they were trained on.
 * @param region whole source pixels, not empty
 */
export function letterbox(region: BoxTuple, inputWidth: number, inputHeight: number): Letterbox {
  const [, , regionWidth, regionHeight] = region;
  const ratio = Math.min(inputWidth / regionWidth, inputHeight / regionHeight);
  const width = Math.min(inputWidth, Math.max(1, Math.round(regionWidth * ratio)));
  const height = Math.min(inputHeight, Math.max(1, Math.round(regionHeight * ratio)));
  return {
    region,
    left: Math.max(0, Math.round((inputWidth - width) / 2 - 0.1)),
    top: Math.max(0, Math.round((inputHeight - height) / 2 - 0.1)),
    width,
    height,
    scaleX: regionWidth / width,
    scaleY: regionHeight / height,
  };
}

/** A box of the model's input, `[x, y, width, height]`, in source pixels; not clipped. */
export function toSource([x, y, width, height]: BoxTuple, fit: Letterbox): [number, number, number, number] {
  return [fit.region[0] + (x - fit.left) * fit.scaleX, fit.region[1] + (y - fit.top) * fit.scaleY, width * fit.scaleX, height * fit.scaleY];
}

/** A box in source pixels, in pixels of the model's input: the inverse of `toSource`. */
export function toInput([x, y, width, height]: BoxTuple, fit: Letterbox): [number, number, number, number] {
  return [(x - fit.region[0]) / fit.scaleX + fit.left, (y - fit.region[1]) / fit.scaleY + fit.top, width / fit.scaleX, height / fit.scaleY];
}

/** A box of the model's input in source pixels, clipped to the frame; null when nothing of it is inside. */
export function toFrame(box: BoxTuple, fit: Letterbox, frameWidth: number, frameHeight: number): [number, number, number, number] | null {
  return clipBox(toSource(box, fit), frameWidth, frameHeight);
}
