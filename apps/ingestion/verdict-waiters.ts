import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { Inspection } from '@sightline/contracts';
import { InspectionDirectory, logger } from '@sightline/platform';

const log = logger('ingestion');

/** Requests that wait for a verdict in their answer. */
@Injectable()
export class VerdictWaiters implements OnModuleDestroy {
  private readonly waiting = new Map<string, Set<(inspection: Inspection | null) => void>>();

  constructor(private readonly inspections: InspectionDirectory) {}

  /**
   * The judged inspections, or null when the time is over before all of them are.
   * @param maybeJudged they may have been judged before now, as for a repeated request
   */
  async judgedWithin(timeoutMs: number, inspectionIds: readonly string[], maybeJudged: boolean): Promise<Inspection[] | null> {
    const judged = await Promise.all(inspectionIds.map((id) => this.judgedOne(id, timeoutMs, maybeJudged)));
    return judged.every((inspection) => inspection !== null) ? judged : null;
  }

  /** Who still waits is answered 202: the frame is safe and will be judged after the next start. */
  onModuleDestroy(): void {
    for (const waiters of this.waiting.values()) for (const done of [...waiters]) done(null);
  }

  tell(inspection: Inspection): void {
    for (const done of this.waiting.get(inspection.id) ?? []) done(inspection);
  }

  private async judgedOne(id: string, timeoutMs: number, maybeJudged: boolean): Promise<Inspection | null> {
    const heard = this.hear(id, timeoutMs);
    if (maybeJudged)
      void this.lookUp(id).then(
        (inspection) => inspection && this.tell(inspection),
        (error: unknown) => log.warn({ err: error }, 'cannot look a verdict up'),
      );
    // One more look at the end: the verdict may have been told before this request began to listen.
    return (await heard) ?? this.lookUp(id);
  }

  private hear(id: string, timeoutMs: number): Promise<Inspection | null> {
    return new Promise((resolve) => {
      const waiters = this.waiting.get(id) ?? new Set();
      const done = (inspection: Inspection | null): void => {
        clearTimeout(timer);
        waiters.delete(done);
        if (!waiters.size) this.waiting.delete(id);
        resolve(inspection);
      };
      const timer = setTimeout(() => done(null), timeoutMs);
      this.waiting.set(id, waiters.add(done));
    });
  }

  private async lookUp(id: string): Promise<Inspection | null> {
    const inspection = await this.inspections.find(id);
    return inspection?.verdict ? inspection : null;
  }
}
