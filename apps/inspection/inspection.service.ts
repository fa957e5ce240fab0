import { Injectable } from '@nestjs/common';
import {
  createEvent,
  defectDetected,
  inspectionJudged,
  type CapturedFrame,
  type Inspection,
  type SightlineEvent,
} from '@sightline/contracts';
import { Coalescer, Database } from '@sightline/database';
import { Outbox } from '@sightline/events';
import { gather, isComplete, judge, type FrameNews, type OpenInspection } from '@sightline/judging';
import type { QueryRunner } from 'typeorm';
import { InspectionAftermath } from './inspection.aftermath.js';
import { JudgedRepository } from './judged.repository.js';
import { PendingRepository } from './pending.repository.js';

const sweepLimit = 200;
/** How long an inspection of one view may take before it is written down as pending, ms. */
const pendingAfterMs = 300;

/** One view and its answer: nothing that is pending can add to it. */
const isWhole = (open: OpenInspection): boolean =>
  isComplete(open) && Object.values(open.frames).every(({ recipe }) => recipe.body.views.expected === 1);

/**
 * Follows inspections from their first frame to their verdict. News may come in any order and any number of times: an
 * inspection is judged under the lock of its pending row, which goes with the verdict, and what has a verdict is never judged again.
 */
@Injectable()
export class InspectionService {
  /** Frames whose verdict is expected in a moment. */
  private readonly soon = new Map<string, () => void>();
  private readonly batches = new Coalescer<FrameNews, void>((news) => this.takeAll(news), { maxItems: 128 });

  constructor(
    private readonly database: Database,
    private readonly pending: PendingRepository,
    private readonly judged: JudgedRepository,
    private readonly outbox: Outbox,
    private readonly told: InspectionAftermath,
  ) {}

  /**
   * Opens the inspection of a frame, so that it is seen as pending. One that is judged in a moment was never worth writing down:
   * its event is only done with when it is judged, and comes again if this process dies meanwhile.
   */
  async open(frame: CapturedFrame): Promise<void> {
    if (frame.recipe.body.views.expected === 1 && (await this.judgedSoon(frame.inspectionId))) return;
    await this.take({ frame, answer: null });
  }

  private async judgedSoon(id: string): Promise<boolean> {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const timer = setTimeout(() => resolve(false), pendingAfterMs);
    this.soon.set(id, () => resolve(true));
    const judged = await promise;
    clearTimeout(timer);
    this.soon.delete(id);
    return judged;
  }

  /** Resolves once the news, and the verdict they may lead to, are durable. */
  take(news: FrameNews): Promise<void> {
    return this.batches.add(news);
  }

  /** Ends the wait for views whose time is over. @returns how many inspections were looked at */
  async closeOverdue(): Promise<number> {
    return this.end(async (runner) => {
      const closed = await this.pending.closeOverdue(runner, sweepLimit);
      return { ended: closed.filter(isComplete), seen: closed.length };
    });
  }

  /** Gives up inspections that no stage answers. @returns how many */
  async giveUpAbandoned(minutes: number, nothingOnItsWay: boolean): Promise<number> {
    return this.end(async (runner) => {
      const abandoned = await this.pending.lockAbandoned(runner, { minutes, nothingOnItsWay, limit: sweepLimit });
      return { ended: abandoned, seen: abandoned.length };
    });
  }

  private async takeAll(news: FrameNews[]): Promise<void[]> {
    const changes = gather(news);
    const whole = changes.filter(isWhole);
    const inspections = await this.database.transaction(async (runner) => [
      ...(await this.settle(runner, whole)),
      ...(await this.mergeAll(
        runner,
        news,
        changes.filter((change) => !whole.includes(change)),
      )),
    ]);
    this.tell(inspections);
    return news.map(() => undefined);
  }

  /** Adds news to what is pending, and ends what is complete with them. */
  private async mergeAll(runner: QueryRunner, news: FrameNews[], changes: OpenInspection[]): Promise<Inspection[]> {
    if (!changes.length) return [];
    const merged = await this.pending.merge(runner, changes);
    // Only what was opened just now can have a verdict already: everything else was open all along.
    const opened = merged.filter((one) => one.opened).map(({ open }) => open.id);
    const before = opened.length ? await this.judged.among(runner, opened) : new Map<string, Inspection>();
    if (before.size) await this.pending.remove(runner, [...before.keys()]);
    const open = merged.map((one) => one.open);
    await this.noteLate(runner, news, open, before);
    return this.settle(
      runner,
      open.filter((one) => !before.has(one.id) && isComplete(one)),
    );
  }

  private async noteLate(runner: QueryRunner, news: FrameNews[], open: OpenInspection[], before: Map<string, Inspection>): Promise<void> {
    const closed = new Map(open.filter((one) => one.closed).map((one) => [one.id, one]));
    const late = news.filter(({ frame: { id, inspectionId } }) => {
      const verdict = before.get(inspectionId);
      if (verdict) return !verdict.frames.some((frame) => frame.id === id);
      return closed.has(inspectionId) && !(id in closed.get(inspectionId)!.frames);
    });
    if (late.length) await this.judged.noteLate(runner, late);
  }

  private async end(find: (runner: QueryRunner) => Promise<{ ended: OpenInspection[]; seen: number }>): Promise<number> {
    const { inspections, seen } = await this.database.transaction(async (runner) => {
      const found = await find(runner);
      return { inspections: await this.settle(runner, found.ended), seen: found.seen };
    });
    this.tell(inspections);
    return seen;
  }

  private tell(inspections: readonly Inspection[]): void {
    for (const { id } of inspections) this.soon.get(id)?.();
    this.told.tell(inspections);
  }

  private async settle(runner: QueryRunner, ended: readonly OpenInspection[]): Promise<Inspection[]> {
    if (!ended.length) return [];
    const judgedAt = new Date();
    const inspections = await this.judged.add(
      runner,
      ended.map((open) => judge(open, judgedAt)),
    );
    await this.outbox.add(runner, inspections.flatMap(announcements));
    return inspections;
  }
}

function announcements(inspection: Inspection): SightlineEvent[] {
  const { id, part, camera, line, station, judgedAt } = inspection;
  return [
    createEvent(inspectionJudged, { cause: [id], key: id, source: 'inspection', data: inspection }),
    ...inspection.defects.map((defect, index) =>
      createEvent(defectDetected, {
        cause: [id, index],
        key: id,
        source: 'inspection',
        data: { inspectionId: id, part, camera, line, station, judgedAt: judgedAt!, defect },
      }),
    ),
  ];
}
