import { setImmediate as nextTurn } from 'node:timers/promises';

export interface Load {
  /** Frames a second whatever the server does (open loop); null: as fast as answers come (closed loop). */
  readonly rate: number | null;
  /** In work at once in the closed loop. */
  readonly connections: number;
  /** Whichever ends first; null is no limit. */
  readonly count: number | null;
  readonly seconds: number | null;
  readonly signal: AbortSignal;
}

/** Sends one frame; `since` is when its latency began, on `performance.now()`. */
export type SendOne = (index: number, since: number) => Promise<void>;

/** Plays a load and ends when every frame has its answer. */
export async function playLoad(load: Load, send: SendOne): Promise<void> {
  await (load.rate === null ? closedLoop(load, send) : openLoop(load, load.rate, send));
}

async function closedLoop({ connections, count, seconds, signal }: Load, send: SendOne): Promise<void> {
  const end = performance.now() + (seconds ?? Infinity) * 1000;
  let next = 0;
  const connection = async (): Promise<void> => {
    while (!signal.aborted && next < (count ?? Infinity) && performance.now() < end) await send(next++, performance.now());
  };
  await Promise.all(Array.from({ length: connections }, connection));
}

/** Frames leave at their moment even when earlier ones wait: a slow server shows as latency, not as fewer frames. */
async function openLoop({ count, seconds, signal }: Load, rate: number, send: SendOne): Promise<void> {
  const total = Math.min(count ?? Infinity, seconds === null ? Infinity : Math.ceil(rate * seconds));
  const start = performance.now();
  const running = new Set<Promise<void>>();
  for (let index = 0; index < total && !signal.aborted; index++) {
    const due = start + (index * 1000) / rate;
    if (due <= performance.now() && index % 16 === 0) await nextTurn();
    for (let wait = due - performance.now(); wait >= 1 && !signal.aborted; wait = due - performance.now())
      await pause(Math.min(wait, longestPauseMs));
    if (signal.aborted) break;
    // Timers count whole milliseconds: a frame may leave a part of one early, and then its latency begins then.
    const one = send(index, Math.min(due, performance.now())).finally(() => running.delete(one));
    running.add(one);
  }
  await Promise.all(running);
}

/** Looks up in between to see whether it is to end: cheaper than listening for it. */
const longestPauseMs = 200;
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
