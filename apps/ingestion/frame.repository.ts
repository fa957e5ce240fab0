import { Injectable } from '@nestjs/common';
import { createEvent, frameCaptured, type CapturedFrame, type Frame, type FramesAccepted } from '@sightline/contracts';
import { Coalescer, Database } from '@sightline/database';
import { Outbox } from '@sightline/events';
import type { QueryRunner } from 'typeorm';

/** The frames of one request, stored and ready to be recorded. */
export interface Intake {
  readonly frames: CapturedFrame[];
  /** `digest` tells whether the same key came with the same bytes. */
  readonly idempotency: { camera: string; key: string; digest: string } | null;
  /** Null unless several views of one part are judged together. */
  readonly grouping: { station: string; part: string; expected: number; waitMs: number } | null;
}

export type Recorded =
  | { readonly outcome: 'recorded'; readonly accepted: FramesAccepted }
  | { readonly outcome: 'repeated'; readonly digest: string; readonly accepted: FramesAccepted };

const acceptedOf = (frames: readonly Frame[]): FramesAccepted => ({ frames: frames.map(({ id, inspectionId }) => ({ id, inspectionId })) });

@Injectable()
export class FrameRepository {
  private readonly intakes: Coalescer<Intake, Recorded>;

  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
  ) {
    this.intakes = new Coalescer((batch) => this.database.transaction((runner) => this.recordAll(runner, batch)), { maxItems: 64 });
  }

  /** Records frames and announces them in one transaction, which requests that come together share. */
  record(intake: Intake): Promise<Recorded> {
    return this.intakes.add(intake);
  }

  async find(id: string): Promise<Frame | null> {
    const [row] = await this.database.query<{ record: Frame }>('SELECT record FROM ingestion.frame WHERE id = $1', [id]);
    return row?.record ?? null;
  }

  /** Those of the ids that no frame has. */
  async unknownAmong(ids: readonly string[]): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(
      'SELECT asked.id::text FROM unnest($1::uuid[]) AS asked(id) WHERE NOT EXISTS (SELECT FROM ingestion.frame f WHERE f.id = asked.id)',
      [ids],
    );
    return rows.map(({ id }) => id);
  }

  async findRepeated(camera: string, key: string): Promise<{ digest: string; accepted: FramesAccepted } | null> {
    const [row] = await this.database.query<{ digest: string; accepted: FramesAccepted }>(
      'SELECT digest, accepted FROM ingestion.idempotency WHERE camera = $1 AND key = $2',
      [camera, key],
    );
    return row ?? null;
  }

  /** Forgets idempotency keys and part groupings that nobody will ask for again. */
  async forgetOld(keepKeysHours: number): Promise<void> {
    await this.database.query(`DELETE FROM ingestion.idempotency WHERE created_at < now() - make_interval(hours => $1)`, [keepKeysHours]);
    await this.database.query(`DELETE FROM ingestion.part_in_view WHERE expires_at < now() - interval '1 hour'`, []);
  }

  private async recordAll(runner: QueryRunner, batch: readonly Intake[]): Promise<Recorded[]> {
    for (const intake of batch) if (intake.grouping) await this.joinPart(runner, intake, intake.grouping);
    const repeated = await this.claimKeys(runner, batch);
    const frames = batch.flatMap((intake) => (repeated.has(intake) ? [] : intake.frames));
    if (frames.length) {
      await runner.query(
        `INSERT INTO ingestion.frame (id, inspection_id, received_at, record)
         SELECT (r->>'id')::uuid, (r->>'inspectionId')::uuid, (r->>'receivedAt')::timestamptz, r - 'recipe' FROM jsonb_array_elements($1::jsonb) r`,
        [JSON.stringify(frames)],
      );
      await this.outbox.add(
        runner,
        frames.map((frame) => createEvent(frameCaptured, { cause: [frame.id], key: frame.inspectionId, source: 'ingestion', data: frame })),
      );
    }
    return batch.map((intake) => repeated.get(intake) ?? { outcome: 'recorded', accepted: acceptedOf(intake.frames) });
  }

  /** Frames of one part share an inspection until all its views are in, a view comes again, or the time is over. */
  private async joinPart(
    runner: QueryRunner,
    intake: Intake,
    { station, part, expected, waitMs }: NonNullable<Intake['grouping']>,
  ): Promise<void> {
    for (const frame of intake.frames) {
      const [row] = (await runner.query(
        `INSERT INTO ingestion.part_in_view AS known (station, part, inspection_id, views, expires_at)
         VALUES ($1, $2, $3, ARRAY[$4], now() + make_interval(secs => $6))
         ON CONFLICT (station, part) DO UPDATE SET
           (inspection_id, views, expires_at) = (SELECT * FROM (SELECT EXCLUDED.inspection_id, EXCLUDED.views, EXCLUDED.expires_at
             WHERE known.expires_at < now() OR $4 = ANY (known.views) OR cardinality(known.views) >= $5
           UNION ALL SELECT known.inspection_id, known.views || $4, known.expires_at
             WHERE NOT (known.expires_at < now() OR $4 = ANY (known.views) OR cardinality(known.views) >= $5)) joined)
         RETURNING inspection_id`,
        [station, part, frame.inspectionId, frame.view, expected, waitMs / 1000],
      )) as { inspection_id: string }[];
      frame.inspectionId = row!.inspection_id;
    }
  }

  /** The intakes whose key is taken already, with what was answered then. */
  private async claimKeys(runner: QueryRunner, batch: readonly Intake[]): Promise<Map<Intake, Recorded>> {
    const repeated = new Map<Intake, Recorded>();
    const keyed = batch.filter((intake) => intake.idempotency);
    if (!keyed.length) return repeated;
    const nameOf = ({ camera, key }: { camera: string; key: string }): string => JSON.stringify([camera, key]);
    const first = new Map<string, Intake>();
    for (const intake of keyed) if (!first.has(nameOf(intake.idempotency!))) first.set(nameOf(intake.idempotency!), intake);
    const rows = [...first.values()].map((intake) => ({ ...intake.idempotency!, accepted: acceptedOf(intake.frames) }));
    const claimed = (await runner.query(
      `INSERT INTO ingestion.idempotency (camera, key, digest, accepted)
       SELECT camera, key, digest, accepted FROM jsonb_to_recordset($1::jsonb) AS r(camera text, key text, digest text, accepted jsonb)
       ON CONFLICT DO NOTHING RETURNING camera, key`,
      [JSON.stringify(rows)],
    )) as { camera: string; key: string }[];
    const won = new Set(claimed.map(nameOf));
    // What holds for a key: this batch's first request of it, or the one that came before.
    const standing = new Map(rows.map((row) => [nameOf(row), { digest: row.digest, accepted: row.accepted }]));
    for (const { camera, key } of rows.filter((row) => !won.has(nameOf(row)))) {
      const [row] = (await runner.query('SELECT digest, accepted FROM ingestion.idempotency WHERE camera = $1 AND key = $2', [
        camera,
        key,
      ])) as { digest: string; accepted: FramesAccepted }[];
      standing.set(nameOf({ camera, key }), row!);
    }
    for (const intake of keyed) {
      const name = nameOf(intake.idempotency!);
      if (!won.has(name) || first.get(name) !== intake) repeated.set(intake, { outcome: 'repeated', ...standing.get(name)! });
    }
    return repeated;
  }
}
