/** A model's box before or after suppression, px of the model's input. */
export interface InputDetection {
  /** Index into the contract's labels. */
  readonly label: number;
  readonly score: number;
  readonly box: readonly [x: number, y: number, width: number, height: number];
}

/** More are never sorted; Ultralytics' `max_nms`. */
const maxSorted = 30_000;
/** Room for an index beside a float32's 30 significant bits in a float64's 52. */
const indexRange = 2 ** 20;

/** A growing list of boxes in typed arrays, kept between frames so that decoding allocates nothing. */
export class Candidates {
  length = 0;
  private capacity = 1024;
  /** x1, y1, x2, y2. */
  corners = new Float32Array(this.capacity * 4);
  scores = new Float32Array(this.capacity);
  labels = new Uint16Array(this.capacity);

  clear(): void {
    this.length = 0;
  }

  add(label: number, score: number, x1: number, y1: number, x2: number, y2: number): void {
    if (this.length === this.capacity) this.grow();
    const at = this.length++;
    this.scores[at] = score;
    this.labels[at] = label;
    this.corners[at * 4] = x1;
    this.corners[at * 4 + 1] = y1;
    this.corners[at * 4 + 2] = x2;
    this.corners[at * 4 + 3] = y2;
  }

  /** Indices of the best 30,000, best first; equal scores keep their order. */
  ranked(): Uint32Array {
    const bits = new Uint32Array(this.scores.buffer, 0, this.length);
    const keys = new Float64Array(this.length);
    // Bit patterns of positive floats sort as the floats do; an exact float64 of (score, index) sorts natively, without a callback.
    for (let i = 0; i < this.length; i++) keys[i] = bits[i]! * indexRange + (indexRange - 1 - (i % indexRange));
    keys.sort();
    const count = Math.min(this.length, maxSorted);
    const order = new Uint32Array(count);
    for (let i = 0; i < count; i++) order[i] = indexRange - 1 - (keys[this.length - 1 - i]! % indexRange);
    return order;
  }

  at(index: number): InputDetection {
    const x = this.corners[index * 4]!;
    const y = this.corners[index * 4 + 1]!;
    return {
      label: this.labels[index]!,
      score: this.scores[index]!,
      box: [x, y, this.corners[index * 4 + 2]! - x, this.corners[index * 4 + 3]! - y],
    };
  }

  private grow(): void {
    this.capacity *= 4;
    this.corners = enlarged(this.corners, new Float32Array(this.capacity * 4));
    this.scores = enlarged(this.scores, new Float32Array(this.capacity));
    this.labels = enlarged(this.labels, new Uint16Array(this.capacity));
  }
}

function enlarged<Values extends Float32Array | Uint16Array>(from: Values, to: Values): Values {
  to.set(from);
  return to;
}
