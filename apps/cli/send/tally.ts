import { distribution, type Distribution } from './percentiles.js';

export interface SendReport {
  readonly frames: number;
  /** Taken by the server: 200 or 202. */
  readonly accepted: number;
  readonly seconds: number;
  /** Frames taken a second. */
  readonly throughput: number;
  readonly bytes: number;
  /** From the scheduled moment with a rate, else from sending; retries included; of accepted frames. */
  readonly latencyMs: Distribution | null;
  readonly statuses: Readonly<Record<string, number>>;
  /** Frames that were not taken. */
  readonly errors: number;
  /** How many, by what went wrong. */
  readonly errorReasons: Readonly<Record<string, number>>;
  readonly retries: number;
  /** With `--wait`; `pending`: not judged in time. */
  readonly verdicts: Readonly<Record<string, number>> | null;
  /** What sending itself cost this process, ms of CPU a frame. */
  readonly cpuMsPerFrame: number;
}

/** Counts what became of the frames. */
export class Tally {
  private readonly latencies: number[] = [];
  private readonly statuses = new Map<number, number>();
  private readonly errors = new Map<string, number>();
  private readonly verdicts = new Map<string, number>();
  private frames = 0;
  private bytes = 0;
  retries = 0;

  get accepted(): number {
    return this.latencies.length;
  }

  accept(status: number, latencyMs: number, bytes: number): void {
    this.frames++;
    this.bytes += bytes;
    this.latencies.push(latencyMs);
    add(this.statuses, status);
  }

  refuse(status: number | null, reason: string): void {
    this.frames++;
    if (status !== null) add(this.statuses, status);
    add(this.errors, reason);
  }

  judged(verdict: string): void {
    add(this.verdicts, verdict);
  }

  report(seconds: number, cpuMs: number, waited: boolean): SendReport {
    return {
      frames: this.frames,
      accepted: this.accepted,
      seconds,
      throughput: seconds > 0 ? this.accepted / seconds : 0,
      bytes: this.bytes,
      latencyMs: distribution(this.latencies),
      statuses: Object.fromEntries(this.statuses),
      errors: this.frames - this.accepted,
      errorReasons: Object.fromEntries(this.errors),
      retries: this.retries,
      verdicts: waited ? Object.fromEntries(this.verdicts) : null,
      cpuMsPerFrame: this.frames ? cpuMs / this.frames : 0,
    };
  }
}

const add = <Key>(counts: Map<Key, number>, key: Key): void => void counts.set(key, (counts.get(key) ?? 0) + 1);
