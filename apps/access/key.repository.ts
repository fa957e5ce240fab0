import { Injectable } from '@nestjs/common';
import type { Key, KeyInput, Principal, Role } from '@sightline/contracts';
import { Database } from '@sightline/database';
import { randomUUID } from 'node:crypto';

interface KeyRow {
  id: string;
  name: string;
  role: Role;
  cameras: string[] | null;
  created_at: Date;
  expires_at: Date | null;
  last_used_at: Date | null;
}

/** Whom a key's or session's hash belongs to, and until when. */
export interface KnownCaller {
  readonly principal: Principal;
  /** Unix time, ms; null never expires. */
  readonly expiresAt: number | null;
}

const columns = 'k.id, k.name, k.role, k.cameras, k.created_at, k.expires_at, k.last_used_at';

const toKey = (row: KeyRow): Key => ({
  id: row.id,
  name: row.name,
  role: row.role,
  cameras: row.cameras,
  createdAt: row.created_at.toISOString(),
  expiresAt: row.expires_at?.toISOString() ?? null,
  lastUsedAt: row.last_used_at?.toISOString() ?? null,
});

@Injectable()
export class KeyRepository {
  constructor(private readonly database: Database) {}

  /** Oldest first. @param after the last key of the page before */
  async list(after: { createdAt: string; id: string } | undefined, limit: number): Promise<Key[]> {
    const rows = await this.database.query<KeyRow>(
      `SELECT ${columns} FROM access.key k
       WHERE $1::timestamptz IS NULL OR (k.created_at, k.id) > ($1, $2::uuid)
       ORDER BY k.created_at, k.id LIMIT $3`,
      [after?.createdAt ?? null, after?.id ?? null, limit],
    );
    return rows.map(toKey);
  }

  async add(input: KeyInput, hash: Buffer): Promise<Key> {
    const [row] = await this.database.query<KeyRow>(
      `INSERT INTO access.key AS k (id, hash, name, role, cameras, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, now(), $6) RETURNING ${columns}`,
      [randomUUID(), hash, input.name, input.role, input.cameras ? JSON.stringify(input.cameras) : null, input.expiresAt ?? null],
    );
    return toKey(row!);
  }

  /** Its sessions end with it. @returns whether there was one */
  async remove(id: string): Promise<boolean> {
    const removed = await this.database.query<{ id: string }>(
      `WITH gone AS (DELETE FROM access.key WHERE id = $1 RETURNING id) SELECT id FROM gone`,
      [id],
    );
    return removed.length > 0;
  }

  /** Makes the admin key of the first start, or puts another one in its place. @returns whether anything changed */
  async putFirstAdmin(hash: Buffer): Promise<boolean> {
    return this.database.transaction(async (runner) => {
      const present = (await runner.query(`SELECT 1 FROM access.key WHERE first_admin AND hash = $1`, [hash])) as unknown[];
      if (present.length) return false;
      await runner.query(`DELETE FROM access.key WHERE first_admin OR hash = $1`, [hash]);
      await runner.query(
        `INSERT INTO access.key (id, hash, name, role, created_at, first_admin) VALUES ($1, $2, 'admin', 'admin', now(), true)`,
        [randomUUID(), hash],
      );
      return true;
    });
  }

  async hasFirstAdmin(): Promise<boolean> {
    return (await this.database.query(`SELECT 1 FROM access.key WHERE first_admin`)).length > 0;
  }

  /** One look-up for many hashes of keys; by hash in hex. */
  async callersOfKeys(hashes: readonly Buffer[]): Promise<Map<string, KnownCaller>> {
    const rows = await this.database.query<KeyRow & { hash: Buffer }>(
      `SELECT ${columns}, k.hash FROM access.key k WHERE k.hash = ANY($1::bytea[])`,
      [hashes],
    );
    return new Map(rows.map((row) => [row.hash.toString('hex'), toCaller(row, row.expires_at)]));
  }

  /** As `callersOfKeys`, for sessions: a session acts as its key and never outlives it. */
  async callersOfSessions(hashes: readonly Buffer[]): Promise<Map<string, KnownCaller>> {
    const rows = await this.database.query<KeyRow & { hash: Buffer; until: Date }>(
      `SELECT ${columns}, s.hash, least(s.expires_at, k.expires_at) AS until FROM access.session s JOIN access.key k ON k.id = s.key_id WHERE s.hash = ANY($1::bytea[])`,
      [hashes],
    );
    return new Map(rows.map((row) => [row.hash.toString('hex'), toCaller(row, row.until)]));
  }

  async touch(uses: readonly { id: string; at: Date }[]): Promise<void> {
    await this.database.query(
      `UPDATE access.key k SET last_used_at = u.at FROM unnest($1::uuid[], $2::timestamptz[]) AS u(id, at) WHERE k.id = u.id AND (k.last_used_at IS NULL OR k.last_used_at < u.at)`,
      [uses.map(({ id }) => id), uses.map(({ at }) => at)],
    );
  }
}

const toCaller = (row: KeyRow, expiresAt: Date | null): KnownCaller => ({
  principal: { id: row.id, name: row.name, role: row.role, cameras: row.cameras },
  expiresAt: expiresAt?.getTime() ?? null,
});
