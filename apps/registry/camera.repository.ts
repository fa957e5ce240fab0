import { Injectable } from '@nestjs/common';
import type { Camera, CameraInput } from '@sightline/contracts';
import { Database } from '@sightline/database';
import type { QueryRunner } from 'typeorm';

interface CameraRow {
  id: string;
  version: number;
  body: CameraInput;
  updated_at: Date;
}

const toCamera = (row: CameraRow): Camera => ({ id: row.id, ...row.body, version: row.version, updatedAt: row.updated_at.toISOString() });

@Injectable()
export class CameraRepository {
  constructor(private readonly database: Database) {}

  async find(id: string): Promise<Camera | null> {
    const [row] = await this.database.query<CameraRow>(`SELECT id, version, body, updated_at FROM registry.camera WHERE id = $1`, [id]);
    return row ? toCamera(row) : null;
  }

  async list(after: string, limit: number): Promise<Camera[]> {
    const rows = await this.database.query<CameraRow>(
      `SELECT id, version, body, updated_at FROM registry.camera WHERE id > $1 ORDER BY id LIMIT $2`,
      [after, limit],
    );
    return rows.map(toCamera);
  }

  /** Makes the next version, or answers the present one when nothing differs. */
  save(id: string, body: CameraInput, by: string): Promise<Camera> {
    return this.database.transaction(async (runner) => {
      const version = await nextVersion(runner, id);
      const present = (await runner.query(`SELECT id, version, body, updated_at FROM registry.camera WHERE id = $1 AND body = $2::jsonb`, [
        id,
        JSON.stringify(body),
      ])) as CameraRow[];
      if (present[0]) return toCamera(present[0]);
      await runner.query(`INSERT INTO registry.camera_version (id, version, body, created_at, created_by) VALUES ($1, $2, $3, now(), $4)`, [
        id,
        version,
        JSON.stringify(body),
        by,
      ]);
      const [row] = (await runner.query(
        `INSERT INTO registry.camera (id, version, body, updated_at) VALUES ($1, $2, $3, now())
         ON CONFLICT (id) DO UPDATE SET version = excluded.version, body = excluded.body, updated_at = excluded.updated_at
         RETURNING id, version, body, updated_at`,
        [id, version, JSON.stringify(body)],
      )) as [CameraRow];
      return toCamera(row);
    });
  }

  /** @returns whether there was one */
  remove(id: string, by: string): Promise<boolean> {
    return this.database.transaction(async (runner) => {
      const version = await nextVersion(runner, id);
      const present = (await runner.query(`SELECT 1 FROM registry.camera WHERE id = $1`, [id])) as unknown[];
      if (!present.length) return false;
      await runner.query(`DELETE FROM registry.camera WHERE id = $1`, [id]);
      await runner.query(
        `INSERT INTO registry.camera_version (id, version, body, created_at, created_by) VALUES ($1, $2, NULL, now(), $3)`,
        [id, version, by],
      );
      return true;
    });
  }
}

/** Writers of one camera queue up here: there may be no row to lock yet. */
async function nextVersion(runner: QueryRunner, id: string): Promise<number> {
  await runner.query(`SELECT pg_advisory_xact_lock(hashtextextended('registry.camera/' || $1, 0))`, [id]);
  const [row] = (await runner.query(`SELECT coalesce(max(version), 0) + 1 AS next FROM registry.camera_version WHERE id = $1`, [id])) as [
    { next: number },
  ];
  return row.next;
}
