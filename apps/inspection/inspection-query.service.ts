import { Injectable } from '@nestjs/common';
import { idSchema, type Inspection, type InspectionFilter } from '@sightline/contracts';
import { pendingInspection } from '@sightline/judging';
import { InputError } from '@sightline/platform';
import { setTimeout as delay } from 'node:timers/promises';
import { cursorAfter, readCursor } from './inspection-cursor.js';
import { InspectionRepository } from './inspection.repository.js';
import { PendingRepository } from './pending.repository.js';

/** A frame is accepted a moment before its inspection is opened; a caller that comes at once waits for it, up to a second. */
const waits = { times: 10, ms: 100, callers: 64 };
const exportPageSize = 500;

/** Reads inspections, pending ones too when asked for by id. */
@Injectable()
export class InspectionQueryService {
  private waiting = 0;

  constructor(
    private readonly inspections: InspectionRepository,
    private readonly pending: PendingRepository,
  ) {}

  /** @throws InputError 404 `inspection-not-found` */
  async get(id: string): Promise<Inspection> {
    const found = idSchema.safeParse(id).success ? ((await this.find(id)) ?? (await this.appear(id))) : null;
    if (!found)
      throw new InputError({
        status: 404,
        code: 'inspection-not-found',
        detail: `There is no inspection ${id}. GET /v1/inspections lists them, newest first.`,
      });
    return found;
  }

  /** Judged ones only, newest first. @throws InputError 400 `cursor-invalid` */
  async list({
    limit,
    cursor,
    ...filter
  }: InspectionFilter & { limit: number; cursor?: string | undefined }): Promise<{ items: Inspection[]; nextCursor: string | null }> {
    const rows = await this.inspections.list(filter, limit + 1, cursor === undefined ? null : readCursor(cursor));
    const items = rows.slice(0, limit);
    return { items, nextCursor: rows.length > limit ? cursorAfter(items.at(-1)!) : null };
  }

  /** Everything that fits, newest first, page by page. */
  async *all(filter: InspectionFilter): AsyncGenerator<Inspection> {
    for (let last: Inspection | undefined; ;) {
      const page = await this.inspections.list(filter, exportPageSize, last ?? null);
      yield* page;
      last = page.at(-1);
      if (page.length < exportPageSize) return;
    }
  }

  /** Judged or pending; null when nobody knows it. */
  async find(id: string): Promise<Inspection | null> {
    const judged = await this.inspections.find(id);
    if (judged) return judged;
    const open = await this.pending.find(id);
    // It may have been judged between the two looks.
    return open ? pendingInspection(open) : this.inspections.find(id);
  }

  private async appear(id: string): Promise<Inspection | null> {
    if (this.waiting >= waits.callers) return null;
    this.waiting += 1;
    try {
      for (let time = 0; time < waits.times; time += 1) {
        await delay(waits.ms);
        const found = await this.find(id);
        if (found) return found;
      }
      return null;
    } finally {
      this.waiting -= 1;
    }
  }
}
