import { Injectable } from '@nestjs/common';
import type { Inspection } from '@sightline/contracts';
import type { FrameNews } from '@sightline/judging';
import type { QueryRunner } from 'typeorm';

const feedLock = `pg_advisory_xact_lock(hashtextextended('inspection.feed', 0))`;

/** Numbers of the feed are handed out under this lock, held until commit: who reads up to a number misses none below it. */
export const lockFeed = (runner: QueryRunner): Promise<unknown> => runner.query(`SELECT ${feedLock}`);

/** Writes verdicts. */
@Injectable()
export class JudgedRepository {
  /** Those of the given inspections that have their verdict. */
  async among(runner: QueryRunner, ids: readonly string[]): Promise<Map<string, Inspection>> {
    const rows = (await runner.query(`SELECT id, document FROM inspection.inspection WHERE id = ANY($1::uuid[])`, [ids])) as {
      id: string;
      document: Inspection;
    }[];
    return new Map(rows.map(({ id, document }) => [id, document]));
  }

  /**
   * Writes verdicts with their defects and ends what was pending of them, in one statement. An inspection that has a verdict keeps it.
   * @returns the inspections whose verdict is new
   */
  async add(runner: QueryRunner, inspections: readonly Inspection[]): Promise<Inspection[]> {
    const rows = inspections.map((inspection) => ({
      id: inspection.id,
      received_at: inspection.receivedAt,
      judged_at: inspection.judgedAt,
      verdict: inspection.verdict,
      camera: inspection.camera,
      line: inspection.line,
      part: inspection.part,
      model: inspection.model && `${inspection.model.name}:${inspection.model.version}`,
      latency_ms: inspection.latencyMs?.total ?? null,
      defects: inspection.defects.length,
      document: inspection,
    }));
    const defects = inspections.flatMap(({ id, defects: found }) =>
      found.map(({ label, score, severity, areaPx }, ordinal) => ({ inspection_id: id, ordinal, label, score, severity, area_px: areaPx })),
    );
    // The numbers of the feed are drawn while rows are inserted, which is after the lock was joined to them.
    const added = (await runner.query(
      `WITH feed AS MATERIALIZED (SELECT ${feedLock}),
       judged AS (
         INSERT INTO inspection.inspection (id, received_at, judged_at, verdict, camera, line, part, model, latency_ms, defects, document)
         SELECT i.* FROM feed CROSS JOIN json_to_recordset($1) AS i(id uuid, received_at timestamptz, judged_at timestamptz, verdict text, camera text,
           line text, part text, model text, latency_ms real, defects int, document json)
         ON CONFLICT (received_at, id) DO NOTHING RETURNING id, received_at),
       found AS (
         INSERT INTO inspection.detection (received_at, inspection_id, ordinal, label, score, severity, area_px)
         SELECT judged.received_at, d.* FROM json_to_recordset($2) AS d(inspection_id uuid, ordinal int, label text, score real, severity text, area_px real)
         JOIN judged ON judged.id = d.inspection_id),
       ended AS (DELETE FROM inspection.pending WHERE id = ANY($3::uuid[]))
       SELECT id FROM judged`,
      [JSON.stringify(rows), JSON.stringify(defects), inspections.map(({ id }) => id)],
    )) as { id: string }[];
    const ids = new Set(added.map(({ id }) => id));
    return inspections.filter(({ id }) => ids.has(id));
  }

  /** Notes frames that came after their inspection had ended; they change no verdict. */
  async noteLate(runner: QueryRunner, late: readonly FrameNews[]): Promise<void> {
    for (const { frame, answer } of late)
      await runner.query(
        `INSERT INTO inspection.late_frame AS l (inspection_id, frame_id, frame, answer) VALUES ($1, $2, $3, $4)
         ON CONFLICT (inspection_id, frame_id) DO UPDATE SET answer = coalesce(l.answer, excluded.answer)`,
        [frame.inspectionId, frame.id, JSON.stringify(frame), answer && JSON.stringify(answer)],
      );
  }
}
