import { Injectable } from '@nestjs/common';
import type { Model, ModelVersion } from '@sightline/contracts';
import { Database } from '@sightline/database';
import type { QueryRunner } from 'typeorm';
import { toVersion, versionColumns, type ModelVersionRow } from './model-version.row.js';

interface ModelRow {
  name: string;
  latest_version: number;
  updated_at: Date;
  aliases: Record<string, number>;
}

/** The newest change of each alias of `m`, as `{alias: version}`. */
const aliases = `(
  SELECT coalesce(jsonb_object_agg(a.alias, a.version), '{}')
  FROM (SELECT DISTINCT ON (alias) alias, version FROM registry.alias_change WHERE model = m.name ORDER BY alias, id DESC) a
) AS aliases`;

const toModel = (row: ModelRow): Model => ({
  name: row.name,
  latestVersion: row.latest_version,
  aliases: row.aliases,
  updatedAt: row.updated_at.toISOString(),
});

@Injectable()
export class ModelRepository {
  constructor(private readonly database: Database) {}

  async list(after: string, limit: number): Promise<Model[]> {
    const rows = await this.database.query<ModelRow>(
      `SELECT m.name, m.latest_version, m.updated_at, ${aliases} FROM registry.model m WHERE m.name > $1 ORDER BY m.name LIMIT $2`,
      [after, limit],
    );
    return rows.map(toModel);
  }

  async find(name: string): Promise<Model | null> {
    const [row] = await this.database.query<ModelRow>(
      `SELECT m.name, m.latest_version, m.updated_at, ${aliases} FROM registry.model m WHERE m.name = $1`,
      [name],
    );
    return row ? toModel(row) : null;
  }

  /** Newest first. */
  async versions(name: string): Promise<ModelVersion[]> {
    const rows = await this.database.query<ModelVersionRow>(
      `SELECT ${versionColumns} FROM registry.model_version v WHERE v.name = $1 ORDER BY v.version DESC`,
      [name],
    );
    return rows.map(toVersion);
  }

  async version(name: string, version: number): Promise<ModelVersion | null> {
    const [row] = await this.database.query<ModelVersionRow>(
      `SELECT ${versionColumns} FROM registry.model_version v WHERE v.name = $1 AND v.version = $2`,
      [name, version],
    );
    return row ? toVersion(row) : null;
  }

  async versionOf(name: string, sha256: string): Promise<ModelVersion | null> {
    const [row] = await this.database.query<ModelVersionRow>(
      `SELECT ${versionColumns} FROM registry.model_version v WHERE v.name = $1 AND v.sha256 = $2`,
      [name, sha256],
    );
    return row ? toVersion(row) : null;
  }

  /** Whether any version of any model is made of these bytes. */
  async knowsBytes(sha256: string): Promise<boolean> {
    const rows = await this.database.query(`SELECT 1 FROM registry.model_version WHERE sha256 = $1 LIMIT 1`, [sha256]);
    return rows.length > 0;
  }

  /**
   * Adds the next version unless the model already has one of the same bytes.
   * @param announce joins the transaction that makes the version
   */
  add(
    draft: Omit<ModelVersion, 'version' | 'createdAt'>,
    announce: (runner: QueryRunner, version: ModelVersion) => Promise<void>,
  ): Promise<{ version: ModelVersion; created: boolean }> {
    return this.database.transaction(async (runner) => {
      await runner.query(
        `INSERT INTO registry.model (name, latest_version, updated_at) VALUES ($1, 0, now()) ON CONFLICT (name) DO NOTHING`,
        [draft.name],
      );
      const [{ latest_version: latest }] = (await runner.query(`SELECT latest_version FROM registry.model WHERE name = $1 FOR UPDATE`, [
        draft.name,
      ])) as [{ latest_version: number }];
      const [same] = (await runner.query(`SELECT ${versionColumns} FROM registry.model_version v WHERE v.name = $1 AND v.sha256 = $2`, [
        draft.name,
        draft.sha256,
      ])) as ModelVersionRow[];
      if (same) return { version: toVersion(same), created: false };
      const [row] = (await runner.query(
        `INSERT INTO registry.model_version AS v (name, version, sha256, bytes, key, contract, card, created_at, created_by)
         VALUES ($1, $2, $3, $4, $5, $6, $7, clock_timestamp(), $8) RETURNING ${versionColumns}`,
        [
          draft.name,
          latest + 1,
          draft.sha256,
          draft.bytes,
          draft.key,
          JSON.stringify(draft.contract),
          JSON.stringify(draft.card),
          draft.createdBy,
        ],
      )) as [ModelVersionRow];
      await runner.query(`UPDATE registry.model SET latest_version = $2, updated_at = clock_timestamp() WHERE name = $1`, [
        draft.name,
        latest + 1,
      ]);
      const version = toVersion(row);
      await announce(runner, version);
      return { version, created: true };
    });
  }
}
