import { deriveId, type DeadLetter, type SightlineEvent } from '@sightline/contracts';
import type { Database } from '@sightline/database';
import { InputError } from '@sightline/platform';
import { laneOf } from './log-entry.js';

interface Row {
  id: string;
  group: string;
  topic: string;
  key: string;
  event: string;
  code: string;
  message: string;
  attempts: number;
  parked_at: Date;
  replayed_at: Date | null;
}

const columns = 'id, "group", topic, key, event, code, message, attempts, parked_at, replayed_at';

/** The parked messages. */
export class DeadLetterRepository {
  constructor(private readonly database: Database) {}

  /** Parks once a group and event; parked again after a replay, it counts as open again. */
  async park(event: SightlineEvent, group: string, reason: DeadLetter['reason']): Promise<void> {
    await this.database.query(
      `INSERT INTO bus.dead_letter (id, "group", topic, key, event, code, message, attempts) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
       ON CONFLICT (id) DO UPDATE SET code = excluded.code, message = excluded.message, attempts = excluded.attempts, parked_at = now(), replayed_at = NULL`,
      [
        deriveId('dead-letter', group, event.type, event.id),
        group,
        event.type,
        event.key,
        JSON.stringify(event),
        reason.code,
        reason.message,
        reason.attempts,
      ],
    );
  }

  /** Newest first. */
  async page({
    limit,
    cursor,
  }: {
    limit: number;
    cursor?: string | undefined;
  }): Promise<{ items: DeadLetter[]; nextCursor: string | null }> {
    const rows = await this.database.query<Row & { place: string }>(
      `SELECT ${columns}, parked_at::text AS place FROM bus.dead_letter
       WHERE $2::timestamptz IS NULL OR (parked_at, id) < ($2::timestamptz, $3::uuid) ORDER BY parked_at DESC, id DESC LIMIT $1`,
      [limit + 1, ...(cursor === undefined ? [null, null] : placeOf(cursor))],
    );
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    const nextCursor = rows.length > limit && last ? Buffer.from(`${last.place}|${last.id}`).toString('base64url') : null;
    return { items: shown.map(deadLetterOf), nextCursor };
  }

  /** Puts the event into the log again for its group alone, and says so on the parked one; both or nothing. */
  async replay(id: string, origin: number): Promise<DeadLetter> {
    const rows = /^[0-9a-f-]{36}$/i.test(id)
      ? await this.database.transaction(async (runner) => {
          const found = (await runner.query(`SELECT ${columns} FROM bus.dead_letter WHERE id = $1 FOR UPDATE`, [id])) as Row[];
          for (const { topic, key, group, event } of found) {
            await runner.query(`INSERT INTO bus.log (id, origin, lane, topic, target, event) VALUES (1, $1, $2, $3, $4, $5)`, [
              origin,
              laneOf(key),
              topic,
              group,
              event,
            ]);
          }
          const [updated] = (await runner.query(`UPDATE bus.dead_letter SET replayed_at = now() WHERE id = $1 RETURNING ${columns}`, [
            id,
          ])) as [Row[], number];
          return updated;
        })
      : [];
    if (!rows[0])
      throw new InputError({
        status: 404,
        code: 'no-dead-letter',
        detail: `there is no dead letter ${id}: GET /v1/dead-letters lists them`,
      });
    return deadLetterOf(rows[0]);
  }
}

function placeOf(cursor: string): [parkedAt: string, id: string] {
  const [parkedAt, id] = Buffer.from(cursor, 'base64url').toString().split('|');
  if (!parkedAt || !id || Number.isNaN(Date.parse(parkedAt)) || !/^[0-9a-f-]{36}$/.test(id)) {
    throw new InputError({ status: 400, code: 'invalid-cursor', detail: 'send back the nextCursor of the page before, unchanged' });
  }
  return [parkedAt, id];
}

const deadLetterOf = ({
  id,
  topic,
  group,
  key,
  event,
  code,
  message,
  attempts,
  parked_at: parkedAt,
  replayed_at: replayedAt,
}: Row): DeadLetter => ({
  id,
  topic,
  group,
  key,
  event: JSON.parse(event) as Record<string, unknown>,
  reason: { code, message, attempts },
  parkedAt: parkedAt.toISOString(),
  replayedAt: replayedAt?.toISOString() ?? null,
});
