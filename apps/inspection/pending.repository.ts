import { Injectable } from '@nestjs/common';
import type { CapturedFrame } from '@sightline/contracts';
import { Database } from '@sightline/database';
import { framesInOrder, type Answer, type OpenInspection } from '@sightline/judging';
import type { QueryRunner } from 'typeorm';

interface PendingRow {
  id: string;
  frames: Record<string, CapturedFrame>;
  answers: Record<string, Answer>;
  closed: boolean;
}

const columns = 'p.id, p.frames, p.answers, p.closed';

/** Inspections without a verdict. Whoever holds the lock on a row, and nobody else, may judge it. */
@Injectable()
export class PendingRepository {
  constructor(private readonly database: Database) {}

  async find(id: string): Promise<OpenInspection | null> {
    const [row] = await this.database.prepared<PendingRow>(
      'inspection-pending-find',
      `SELECT ${columns} FROM inspection.pending p WHERE p.id = $1`,
      [id],
    );
    return row ?? null;
  }

  /**
   * Adds frames and answers to their inspections, opening those that are not open; the rows stay locked until the transaction ends.
   * @returns each inspection as it stands now, and whether it was opened by this call
   */
  async merge(runner: QueryRunner, changes: readonly OpenInspection[]): Promise<{ open: OpenInspection; opened: boolean }[]> {
    const byId = new Map(changes.map((change) => [change.id, change]));
    const input = changes.map((change) => {
      const [first] = framesInOrder(change);
      const { expected, waitMs } = first.recipe.body.views;
      return {
        id: change.id,
        received_at: first.receivedAt,
        frames: change.frames,
        answers: change.answers,
        wait_ms: expected > 1 ? waitMs : null,
      };
    });
    // Locked in the order of their ids, so that two batches never wait for each other crosswise. A row that is new is as it was sent.
    const rows = (await runner.query(
      `INSERT INTO inspection.pending AS p (id, received_at, opened_at, deadline, frames, answers)
       SELECT c.id, c.received_at, now(), now() + c.wait_ms * interval '1 millisecond', c.frames, c.answers
       FROM json_to_recordset($1) AS c(id uuid, received_at timestamptz, frames jsonb, answers jsonb, wait_ms int)
       ORDER BY c.id
       ON CONFLICT (id) DO UPDATE SET
         frames = CASE WHEN p.closed THEN p.frames ELSE excluded.frames || p.frames END,
         answers = excluded.answers || p.answers
       RETURNING p.id, p.xmax = 0 AS opened, p.closed,
         CASE WHEN p.xmax = 0 THEN NULL ELSE p.frames END AS frames, CASE WHEN p.xmax = 0 THEN NULL ELSE p.answers END AS answers`,
      [JSON.stringify(input)],
    )) as (PendingRow & { opened: boolean })[];
    return rows.map(({ opened, ...row }) => ({ opened, open: opened ? byId.get(row.id)! : row }));
  }

  /** Stops waiting for views whose time is over; the rows stay locked. What another process works on is left to it. */
  async closeOverdue(runner: QueryRunner, limit: number): Promise<OpenInspection[]> {
    const [rows] = (await runner.query(
      `UPDATE inspection.pending p SET closed = true
       WHERE p.id IN (SELECT id FROM inspection.pending WHERE deadline <= now() AND NOT closed ORDER BY deadline LIMIT $1 FOR UPDATE SKIP LOCKED)
       RETURNING ${columns}`,
      [limit],
    )) as [PendingRow[], number];
    return rows;
  }

  /**
   * Locks inspections that nothing was heard of for too long, although the line has moved on: parts that came a minute later
   * are judged, or no event is on its way at all. A backlog alone makes nothing time out.
   */
  async lockAbandoned(
    runner: QueryRunner,
    { minutes, nothingOnItsWay, limit }: { minutes: number; nothingOnItsWay: boolean; limit: number },
  ): Promise<OpenInspection[]> {
    return (await runner.query(
      `SELECT ${columns} FROM inspection.pending p
       WHERE p.opened_at < now() - $1 * interval '1 minute'
         AND ($2 OR EXISTS (SELECT 1 FROM inspection.inspection i WHERE i.received_at > p.received_at + interval '1 minute'))
       ORDER BY p.opened_at LIMIT $3 FOR UPDATE OF p SKIP LOCKED`,
      [minutes, nothingOnItsWay, limit],
    )) as PendingRow[];
  }

  async remove(runner: QueryRunner, ids: readonly string[]): Promise<void> {
    await runner.query(`DELETE FROM inspection.pending WHERE id = ANY($1::uuid[])`, [ids]);
  }
}
