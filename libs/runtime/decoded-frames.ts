import type { Pixels } from './model-runtime.port.js';

/**
 * Pixels on their way between stages of one process, by object key: what preprocessing decoded, inference need not decode
 * again. Purely an economy. In a cluster, after a restart or when the room is used up, `take` finds nothing and the stage
 * decodes the stored bytes itself; the oldest entries give way first. Not shared between processes.
 */
export class DecodedFrames {
  private readonly frames = new Map<string, Pixels>();
  private held = 0;

  /** @param maxBytes room for pixels */
  constructor(private readonly maxBytes: number) {}

  /** Bytes held now. */
  get bytes(): number {
    return this.held;
  }

  put(key: string, pixels: Pixels): void {
    this.take(key);
    if (pixels.data.byteLength > this.maxBytes) return;
    this.frames.set(key, pixels);
    this.held += pixels.data.byteLength;
    for (const oldest of this.frames.keys()) {
      if (this.held <= this.maxBytes) return;
      this.take(oldest);
    }
  }

  /** Leaves the entry for the stages that follow. */
  peek(key: string): Pixels | null {
    return this.frames.get(key) ?? null;
  }

  /** Takes the entry out: for the last stage that needs it. */
  take(key: string): Pixels | null {
    const pixels = this.frames.get(key);
    if (!pixels) return null;
    this.frames.delete(key);
    this.held -= pixels.data.byteLength;
    return pixels;
  }
}
