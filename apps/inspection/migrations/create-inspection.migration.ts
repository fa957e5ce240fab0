import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Judged inspections are only ever added, so that a verdict cannot change and old time ranges can become partitions by
 * `received_at`, which every key here therefore holds. What is still open lives in `pending`, small and short-lived; its row is
 * the lock under which an inspection is judged once.
 */
export class CreateInspection1763700000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE inspection.pending (
        id uuid PRIMARY KEY,
        received_at timestamptz(3) NOT NULL,
        opened_at timestamptz(3) NOT NULL,
        deadline timestamptz(3),
        closed boolean NOT NULL DEFAULT false,
        frames jsonb NOT NULL,
        answers jsonb NOT NULL
      ) WITH (fillfactor = 60)`);
    await runner.query(`CREATE INDEX pending_deadline ON inspection.pending (deadline) WHERE deadline IS NOT NULL AND NOT closed`);
    await runner.query(`CREATE INDEX pending_opened ON inspection.pending (opened_at)`);
    await runner.query(`CREATE SEQUENCE inspection.feed`);
    await runner.query(`
      CREATE TABLE inspection.inspection (
        id uuid NOT NULL,
        received_at timestamptz(3) NOT NULL,
        judged_at timestamptz(3) NOT NULL,
        seq bigint NOT NULL DEFAULT nextval('inspection.feed'),
        verdict text NOT NULL,
        camera text NOT NULL,
        line text NOT NULL,
        part text,
        model text,
        latency_ms real,
        defects int NOT NULL,
        document json NOT NULL,
        PRIMARY KEY (received_at, id)
      )`);
    await runner.query(`CREATE INDEX inspection_id ON inspection.inspection (id)`);
    await runner.query(`CREATE INDEX inspection_seq ON inspection.inspection (seq)`);
    for (const column of ['verdict', 'camera', 'line'])
      await runner.query(`CREATE INDEX inspection_${column} ON inspection.inspection (${column}, received_at, id)`);
    await runner.query(`CREATE INDEX inspection_part ON inspection.inspection (part, received_at, id) WHERE part IS NOT NULL`);
    // Holds all that statistics read, so that they never touch the documents.
    await runner.query(
      `CREATE INDEX inspection_measures ON inspection.inspection (received_at) INCLUDE (id, verdict, camera, line, model, latency_ms, defects)`,
    );
    await runner.query(`
      CREATE TABLE inspection.detection (
        received_at timestamptz(3) NOT NULL,
        inspection_id uuid NOT NULL,
        ordinal int NOT NULL,
        label text NOT NULL,
        score real NOT NULL,
        severity text NOT NULL,
        area_px real NOT NULL,
        PRIMARY KEY (received_at, inspection_id, ordinal) INCLUDE (label)
      )`);
    await runner.query(`CREATE INDEX detection_label ON inspection.detection (label, received_at, inspection_id)`);
    await runner.query(`
      CREATE TABLE inspection.late_frame (
        inspection_id uuid NOT NULL,
        frame_id uuid NOT NULL,
        frame jsonb NOT NULL,
        answer jsonb,
        noted_at timestamptz(3) NOT NULL DEFAULT now(),
        PRIMARY KEY (inspection_id, frame_id)
      )`);
    await runner.query(`
      CREATE TABLE inspection.announcement (
        seq bigint PRIMARY KEY DEFAULT nextval('inspection.feed'),
        event_id uuid NOT NULL UNIQUE,
        type text NOT NULL,
        body json NOT NULL
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['announcement', 'late_frame', 'detection', 'inspection', 'pending'])
      await runner.query(`DROP TABLE inspection.${table}`);
    await runner.query(`DROP SEQUENCE inspection.feed`);
  }
}
