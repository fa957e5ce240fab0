import { setTimeout as sleep } from 'node:timers/promises';
import type { Pixels } from './model-runtime.port.js';

/** Nothing taken for so long although there is no room: what is held belongs to frames that another process judges. */
const abandonedMs = 250;

/**
 * Pixels on their way between stages of one process, by object key: what preprocessing decoded, inference need not decode
 * again. Purely an economy: in a cluster, after a restart or for a frame larger than the room, `take` finds nothing and the
 * stage decodes the stored bytes itself. Oldest entries are needed first, so a stage that runs ahead waits for `room`
 * instead of pushing them out.
 */
export class DecodedFrames {
  private readonly frames = new Map<string, Pixels>();
  private readonly waiting: (() => void)[] = [];
  private held = 0;
  private taken = 0;
  private hasTaker = false;

  /** @param maxBytes room for pixels */
  constructor(private readonly maxBytes: number) {}

  /** Bytes held now. */
  get bytes(): number {
    return this.held;
  }

  /** Says that this process has a stage that takes what is put; without one nothing waits and nothing is kept. */
  expectTaker(): void {
    this.hasTaker = true;
  }

  /** Resolves when there is room for another frame, or when waiting for it is no use. */
  async room(): Promise<void> {
    if (!this.hasTaker) return;
    while (this.held >= this.maxBytes && this.frames.size > 0) {
      const { taken } = this;
      await Promise.race([new Promise<void>((resolve) => this.waiting.push(resolve)), sleep(abandonedMs, undefined, { ref: false })]);
      if (taken === this.taken) this.clear();
    }
  }

  put(key: string, pixels: Pixels): void {
    this.remove(key);
    if (!this.hasTaker || pixels.data.byteLength > this.maxBytes) return;
    this.frames.set(key, pixels);
    this.held += pixels.data.byteLength;
    // Frames in work at once may overshoot the room by a few; twice of it is the end.
    for (const oldest of this.frames.keys()) {
      if (this.held <= 2 * this.maxBytes) return;
      this.remove(oldest);
    }
  }

  /** Takes the entry out: pixels have one owner at a time. */
  take(key: string): Pixels | null {
    const pixels = this.remove(key);
    if (pixels) this.taken++;
    if (this.held < this.maxBytes) this.waiting.shift()?.();
    return pixels;
  }

  private remove(key: string): Pixels | null {
    const pixels = this.frames.get(key);
    if (!pixels) return null;
    this.frames.delete(key);
    this.held -= pixels.data.byteLength;
    return pixels;
  }

  private clear(): void {
    this.frames.clear();
    this.held = 0;
    for (const resolve of this.waiting.splice(0)) resolve();
  }
}
