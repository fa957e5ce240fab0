import { Injectable } from '@nestjs/common';
import { Database } from '@sightline/database';

@Injectable()
export class SessionRepository {
  constructor(private readonly database: Database) {}

  async add(hash: Buffer, keyId: string, lifetimeMs: number): Promise<void> {
    await this.database.query(
      `INSERT INTO access.session (hash, key_id, created_at, expires_at) VALUES ($1, $2, now(), now() + $3 * interval '1 millisecond')`,
      [hash, keyId, lifetimeMs],
    );
  }

  async remove(hash: Buffer): Promise<void> {
    await this.database.query(`DELETE FROM access.session WHERE hash = $1`, [hash]);
  }

  /** Puts the end of sessions that are in use off. */
  async extend(hashes: readonly Buffer[], lifetimeMs: number): Promise<void> {
    await this.database.query(
      `UPDATE access.session SET expires_at = now() + $2 * interval '1 millisecond' WHERE hash = ANY($1::bytea[]) AND expires_at > now()`,
      [hashes, lifetimeMs],
    );
  }

  async removeExpired(): Promise<void> {
    await this.database.query(`DELETE FROM access.session WHERE expires_at < now()`);
  }
}
