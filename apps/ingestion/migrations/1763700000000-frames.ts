import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Frames1763700000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE ingestion.frame (
        id uuid PRIMARY KEY,
        inspection_id uuid NOT NULL,
        received_at timestamptz NOT NULL,
        record jsonb NOT NULL
      )`);
    await runner.query(`
      CREATE TABLE ingestion.idempotency (
        camera text NOT NULL,
        key text NOT NULL,
        digest text NOT NULL,
        accepted jsonb NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (camera, key)
      )`);
    await runner.query(`CREATE INDEX ON ingestion.idempotency (created_at)`);
    await runner.query(`
      CREATE TABLE ingestion.part_in_view (
        station text NOT NULL,
        part text NOT NULL,
        inspection_id uuid NOT NULL,
        views text[] NOT NULL,
        expires_at timestamptz NOT NULL,
        PRIMARY KEY (station, part)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE ingestion.part_in_view, ingestion.idempotency, ingestion.frame`);
  }
}
