import { Injectable } from '@nestjs/common';

export type ReadinessCheck = () => Promise<void> | void;

/** What must be in order before frames can be judged. */
@Injectable()
export class Readiness {
  private readonly checks = new Map<string, ReadinessCheck>();

  /** @param check throws or rejects, with a reason in words, while the part is not ready */
  require(part: string, check: ReadinessCheck): void {
    this.checks.set(part, check);
  }

  /** The parts that are not ready, with their reasons; empty when all are. */
  async notReady(): Promise<{ part: string; reason: string }[]> {
    const results = await Promise.all(
      [...this.checks].map(async ([part, check]) => {
        try {
          await check();
          return [];
        } catch (error) {
          return [{ part, reason: error instanceof Error ? error.message : String(error) }];
        }
      }),
    );
    return results.flat();
  }
}
