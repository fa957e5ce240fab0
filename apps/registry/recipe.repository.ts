import { Injectable } from '@nestjs/common';
import type { Recipe, RecipeVersion } from '@sightline/contracts';
import { Database } from '@sightline/database';

interface RecipeRow {
  name: string;
  version: number;
  body: Recipe;
  created_at: Date;
  created_by: string;
}

const toVersion = (row: RecipeRow): RecipeVersion => ({
  name: row.name,
  version: row.version,
  recipe: row.body,
  createdAt: row.created_at.toISOString(),
  createdBy: row.created_by,
});
const columns = 'v.name, v.version, v.body, v.created_at, v.created_by';

@Injectable()
export class RecipeRepository {
  constructor(private readonly database: Database) {}

  async latest(name: string): Promise<RecipeVersion | null> {
    const [row] = await this.database.query<RecipeRow>(
      `SELECT ${columns} FROM registry.recipe r JOIN registry.recipe_version v ON v.name = r.name AND v.version = r.latest_version WHERE r.name = $1`,
      [name],
    );
    return row ? toVersion(row) : null;
  }

  async version(name: string, version: number): Promise<RecipeVersion | null> {
    const [row] = await this.database.query<RecipeRow>(
      `SELECT ${columns} FROM registry.recipe_version v WHERE v.name = $1 AND v.version = $2`,
      [name, version],
    );
    return row ? toVersion(row) : null;
  }

  /** The latest version of each recipe, by name. */
  async list(after: string, limit: number): Promise<RecipeVersion[]> {
    const rows = await this.database.query<RecipeRow>(
      `SELECT ${columns} FROM registry.recipe r JOIN registry.recipe_version v ON v.name = r.name AND v.version = r.latest_version
       WHERE r.name > $1 ORDER BY r.name LIMIT $2`,
      [after, limit],
    );
    return rows.map(toVersion);
  }

  /** Newest first. */
  async versions(name: string): Promise<RecipeVersion[]> {
    const rows = await this.database.query<RecipeRow>(
      `SELECT ${columns} FROM registry.recipe_version v WHERE v.name = $1 ORDER BY v.version DESC`,
      [name],
    );
    return rows.map(toVersion);
  }

  /**
   * Makes the next version, or answers the latest one when it says the same.
   * @param expect told the latest version (0: none) under its lock; throws to refuse
   */
  save(name: string, recipe: Recipe, by: string, expect: (latest: number) => void): Promise<RecipeVersion> {
    return this.database.transaction(async (runner) => {
      await runner.query(`INSERT INTO registry.recipe (name, latest_version) VALUES ($1, 0) ON CONFLICT (name) DO NOTHING`, [name]);
      const [{ latest_version: latest }] = (await runner.query(`SELECT latest_version FROM registry.recipe WHERE name = $1 FOR UPDATE`, [
        name,
      ])) as [{ latest_version: number }];
      expect(latest);
      const body = JSON.stringify(recipe);
      const same = (await runner.query(
        `SELECT ${columns} FROM registry.recipe_version v WHERE v.name = $1 AND v.version = $2 AND v.body = $3::jsonb`,
        [name, latest, body],
      )) as RecipeRow[];
      if (same[0]) return toVersion(same[0]);
      const [row] = (await runner.query(
        `INSERT INTO registry.recipe_version AS v (name, version, body, created_at, created_by) VALUES ($1, $2, $3, now(), $4) RETURNING ${columns}`,
        [name, latest + 1, body, by],
      )) as [RecipeRow];
      await runner.query(`UPDATE registry.recipe SET latest_version = $2 WHERE name = $1`, [name, latest + 1]);
      return toVersion(row);
    });
  }
}
