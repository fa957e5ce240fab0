import type { Pixels } from './model-runtime.port.js';

/** Room for buffers that wait for their next frame. */
const maxIdleBytes = 32 << 20;

const idle: SharedArrayBuffer[] = [];
let idleBytes = 0;

/**
 * A buffer of exactly so many bytes with any content. Cameras send one size again and again, and a fresh buffer costs
 * seven times the copy into it, since the system clears its pages first.
 */
export function takeBuffer(bytes: number): SharedArrayBuffer {
  const at = idle.findIndex(({ byteLength }) => byteLength === bytes);
  if (at < 0) return new SharedArrayBuffer(bytes);
  idleBytes -= bytes;
  return idle.splice(at, 1)[0]!;
}

/** Gives pixels back for a later frame: only their last user may, and nobody may read them afterwards. Optional. */
export function recyclePixels({ data }: Pixels): void {
  if (data.byteLength > maxIdleBytes || idle.includes(data)) return;
  idle.push(data);
  idleBytes += data.byteLength;
  while (idleBytes > maxIdleBytes) idleBytes -= idle.shift()!.byteLength;
}
