import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The log, where each group stands in it, and what was parked. */
export class CreateLog1763700000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // Events are stored inline up to a page: compressing or moving out what is read once and deleted costs more than it saves.
    await runner.query(`
      CREATE TABLE bus.log (
        xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
        id bigint NOT NULL,
        origin integer NOT NULL,
        lane smallint NOT NULL,
        topic text NOT NULL,
        target text,
        published_at timestamptz NOT NULL DEFAULT now(),
        event text NOT NULL,
        PRIMARY KEY (xid, id)
      ) WITH (toast_tuple_target = 8160, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.2,
              autovacuum_analyze_scale_factor = 0.2)`);
    await runner.query(`
      CREATE TABLE bus.consumer_offset (
        "group" text NOT NULL,
        topic text NOT NULL,
        lane smallint NOT NULL,
        xid xid8 NOT NULL,
        id bigint NOT NULL,
        seen_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY ("group", topic, lane)
      ) WITH (fillfactor = 30, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000)`);
    await runner.query(`
      CREATE TABLE bus.dead_letter (
        id uuid PRIMARY KEY,
        "group" text NOT NULL,
        topic text NOT NULL,
        key text NOT NULL,
        event text NOT NULL,
        code text NOT NULL,
        message text NOT NULL,
        attempts integer NOT NULL,
        parked_at timestamptz NOT NULL DEFAULT now(),
        replayed_at timestamptz
      )`);
    await runner.query(`CREATE INDEX dead_letter_page ON bus.dead_letter (parked_at DESC, id DESC)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE bus.dead_letter, bus.consumer_offset, bus.log`);
  }
}
