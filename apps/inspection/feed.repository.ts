import { Injectable } from '@nestjs/common';
import { inspectionJudged, type SightlineEvent } from '@sightline/contracts';
import { Database } from '@sightline/database';
import { lockFeed } from './judged.repository.js';

/** One line of the live feed. */
export interface FeedItem {
  /** Grows in the order of commits. */
  readonly seq: number;
  /** The name of the event it tells of. */
  readonly type: string;
  /** JSON. */
  readonly body: string;
}

@Injectable()
export class FeedRepository {
  constructor(private readonly database: Database) {}

  /** What came after a number, oldest first. */
  async after(seq: number, limit: number): Promise<FeedItem[]> {
    const rows = await this.database.prepared<{ seq: string; type: string; body: string }>(
      'inspection-feed-after',
      `(SELECT seq, $3::text AS type, document::text AS body FROM inspection.inspection WHERE seq > $1 ORDER BY seq LIMIT $2)
       UNION ALL
       (SELECT seq, type, body::text FROM inspection.announcement WHERE seq > $1 ORDER BY seq LIMIT $2)
       ORDER BY seq LIMIT $2`,
      [seq, limit, inspectionJudged.name],
    );
    return rows.map(({ seq: text, type, body }) => ({ seq: Number(text), type, body }));
  }

  /** The newest number that is committed; 0 while there is none. */
  async newest(): Promise<number> {
    const [row] = await this.database.query<{ newest: string }>(
      `SELECT greatest((SELECT max(seq) FROM inspection.inspection), (SELECT max(seq) FROM inspection.announcement), 0) AS newest`,
    );
    return Number(row!.newest);
  }

  async announce({ id, type, data }: SightlineEvent): Promise<void> {
    await this.database.transaction(async (runner) => {
      await lockFeed(runner);
      await runner.query(
        `INSERT INTO inspection.announcement (event_id, type, body) VALUES ($1, $2, $3) ON CONFLICT (event_id) DO NOTHING`,
        [id, type, JSON.stringify(data)],
      );
    });
  }
}
