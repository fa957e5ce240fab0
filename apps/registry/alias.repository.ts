import { Injectable } from '@nestjs/common';
import type { Alias } from '@sightline/contracts';
import { Database } from '@sightline/database';
import type { QueryRunner } from 'typeorm';

/** Where an alias points since when. */
export interface AliasChange extends Alias {
  /** Grows with every change of any alias. */
  readonly change: number;
}

interface AliasRow {
  id: string;
  model: string;
  alias: string;
  version: number;
  set_at: Date;
  set_by: string;
}

const columns = 'id, model, alias, version, set_at, set_by';
const toChange = (row: AliasRow): AliasChange => ({
  change: Number(row.id),
  model: row.model,
  alias: row.alias,
  version: row.version,
  setAt: row.set_at.toISOString(),
  setBy: row.set_by,
});

@Injectable()
export class AliasRepository {
  constructor(private readonly database: Database) {}

  /** Where the alias points, or pointed at a time. */
  async find(model: string, alias: string, at?: string): Promise<AliasChange | null> {
    const [row] = await this.database.query<AliasRow>(
      `SELECT ${columns} FROM registry.alias_change WHERE model = $1 AND alias = $2 AND ($3::timestamptz IS NULL OR set_at <= $3) ORDER BY id DESC LIMIT 1`,
      [model, alias, at ?? null],
    );
    return row ? toChange(row) : null;
  }

  /**
   * Points the alias to a version, unless it already does.
   * @param announce joins the transaction that moves it
   */
  set(
    { model, alias, version, by }: { model: string; alias: string; version: number; by: string },
    announce: (runner: QueryRunner, change: AliasChange, previous: AliasChange | null) => Promise<void>,
  ): Promise<AliasChange> {
    return this.database.transaction(async (runner) => {
      // The model's row is the lock under which its aliases move.
      await runner.query(`SELECT 1 FROM registry.model WHERE name = $1 FOR UPDATE`, [model]);
      const [newest] = (await runner.query(
        `SELECT ${columns} FROM registry.alias_change WHERE model = $1 AND alias = $2 ORDER BY id DESC LIMIT 1`,
        [model, alias],
      )) as AliasRow[];
      const previous = newest ? toChange(newest) : null;
      if (previous?.version === version) return previous;
      const [row] = (await runner.query(
        `INSERT INTO registry.alias_change (model, alias, version, set_at, set_by) VALUES ($1, $2, $3, clock_timestamp(), $4) RETURNING ${columns}`,
        [model, alias, version, by],
      )) as [AliasRow];
      await runner.query(`UPDATE registry.model SET updated_at = clock_timestamp() WHERE name = $1`, [model]);
      const change = toChange(row);
      await announce(runner, change, previous);
      return change;
    });
  }
}
