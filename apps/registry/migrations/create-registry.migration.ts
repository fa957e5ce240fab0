import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateRegistry1763700000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE registry.camera (
        id text PRIMARY KEY,
        version int NOT NULL,
        body jsonb NOT NULL,
        updated_at timestamptz(3) NOT NULL
      )`);
    // A deleted camera leaves a row without a body, so that its next life goes on counting.
    await runner.query(`
      CREATE TABLE registry.camera_version (
        id text NOT NULL,
        version int NOT NULL,
        body jsonb,
        created_at timestamptz(3) NOT NULL,
        created_by text NOT NULL,
        PRIMARY KEY (id, version)
      )`);
    await runner.query(`CREATE TABLE registry.recipe (name text PRIMARY KEY, latest_version int NOT NULL)`);
    await runner.query(`
      CREATE TABLE registry.recipe_version (
        name text NOT NULL REFERENCES registry.recipe,
        version int NOT NULL,
        body jsonb NOT NULL,
        created_at timestamptz(3) NOT NULL,
        created_by text NOT NULL,
        PRIMARY KEY (name, version)
      )`);
    await runner.query(
      `CREATE TABLE registry.model (name text PRIMARY KEY, latest_version int NOT NULL, updated_at timestamptz(3) NOT NULL)`,
    );
    await runner.query(`
      CREATE TABLE registry.model_version (
        name text NOT NULL REFERENCES registry.model,
        version int NOT NULL,
        sha256 text NOT NULL,
        bytes bigint NOT NULL,
        key text NOT NULL,
        contract jsonb NOT NULL,
        card jsonb NOT NULL,
        created_at timestamptz(3) NOT NULL,
        created_by text NOT NULL,
        PRIMARY KEY (name, version),
        UNIQUE (name, sha256)
      )`);
    await runner.query(`CREATE INDEX model_version_sha256 ON registry.model_version (sha256)`);
    // Only ever added to: the newest row of an alias is where it points, the older ones where it pointed.
    await runner.query(`
      CREATE TABLE registry.alias_change (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        model text NOT NULL,
        alias text NOT NULL,
        version int NOT NULL,
        set_at timestamptz(3) NOT NULL,
        set_by text NOT NULL,
        FOREIGN KEY (model, version) REFERENCES registry.model_version
      )`);
    await runner.query(`CREATE INDEX alias_change_newest ON registry.alias_change (model, alias, id DESC)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['alias_change', 'model_version', 'model', 'recipe_version', 'recipe', 'camera_version', 'camera'])
      await runner.query(`DROP TABLE registry.${table}`);
  }
}
