import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateAccess1763700000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE access.key (
        id uuid PRIMARY KEY,
        hash bytea NOT NULL UNIQUE,
        name text NOT NULL,
        role text NOT NULL,
        cameras jsonb,
        created_at timestamptz(3) NOT NULL,
        expires_at timestamptz(3),
        last_used_at timestamptz(3),
        first_admin boolean NOT NULL DEFAULT false
      )`);
    // There is one key of the first start; a changed SIGHTLINE_ADMIN_KEY replaces it.
    await runner.query(`CREATE UNIQUE INDEX key_first_admin ON access.key (first_admin) WHERE first_admin`);
    await runner.query(`
      CREATE TABLE access.session (
        hash bytea PRIMARY KEY,
        key_id uuid NOT NULL REFERENCES access.key ON DELETE CASCADE,
        created_at timestamptz(3) NOT NULL,
        expires_at timestamptz(3) NOT NULL
      )`);
    await runner.query(`CREATE INDEX session_key ON access.session (key_id)`);
    await runner.query(`CREATE INDEX session_expiry ON access.session (expires_at)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE access.session`);
    await runner.query(`DROP TABLE access.key`);
  }
}
