import type { QueryConfig } from 'pg';
import type { GroupLag } from './event-bus.port.js';
import { laneCount } from './log-entry.js';
import type { Position } from './log-position.js';

/** Runs a statement on the connection that holds the group's locks: whoever lost them cannot write any more. */
export type RunRows = <Row extends unknown[]>(query: QueryConfig) => Promise<Row[]>;

export interface LaneName {
  readonly topic: string;
  readonly lane: number;
}

/** Where each group stands, by topic and lane. */
export class GroupOffsetRepository {
  constructor(private readonly rows: RunRows) {}

  /** Gives a group its place on topics that are new to it. */
  async introduce(group: string, topics: readonly string[], { xid, id }: Position): Promise<void> {
    await this.rows({
      text: `INSERT INTO bus.consumer_offset ("group", topic, lane, xid, id)
             SELECT $1, topic, lane, $3::text::xid8, $4 FROM unnest($2::text[]) topic, generate_series(0, $5::integer - 1) lane ON CONFLICT DO NOTHING`,
      values: [group, topics, xid, id, laneCount],
    });
  }

  async find(group: string, lanes: readonly LaneName[]): Promise<(LaneName & { offset: Position })[]> {
    const rows = await this.rows<[string, number, string, string]>({
      text: `SELECT topic, lane, xid::text, id FROM bus.consumer_offset JOIN unnest($2::text[], $3::smallint[]) AS wanted (topic, lane) USING (topic, lane) WHERE "group" = $1`,
      values: [group, lanes.map(({ topic }) => topic), lanes.map(({ lane }) => lane)],
    });
    return rows.map(([topic, lane, xid, id]) => ({ topic, lane, offset: { xid: Number(xid), id: Number(id) } }));
  }

  /** Advances; never backwards. */
  async store(offsets: readonly (LaneName & { group: string; offset: Position })[]): Promise<void> {
    await this.rows({
      name: 'store-offsets',
      text: `UPDATE bus.consumer_offset o SET xid = n.xid::xid8, id = n.id, seen_at = now()
             FROM unnest($1::text[], $2::text[], $3::smallint[], $4::text[], $5::bigint[]) AS n ("group", topic, lane, xid, id)
             WHERE o."group" = n."group" AND o.topic = n.topic AND o.lane = n.lane AND (o.xid, o.id) <= (n.xid::xid8, n.id)`,
      values: [
        offsets.map(({ group }) => group),
        offsets.map(({ topic }) => topic),
        offsets.map(({ lane }) => lane),
        offsets.map(({ offset }) => String(offset.xid)),
        offsets.map(({ offset }) => offset.id),
      ],
    });
  }

  /** Events not yet finished, by group and topic. The time this takes grows with the lag. */
  async lag(): Promise<GroupLag[]> {
    const rows = await this.rows<[string, string, string]>({
      text: `SELECT o."group", o.topic, count(l.xid)
             FROM bus.consumer_offset o
             LEFT JOIN bus.log l ON l.topic = o.topic AND l.lane = o.lane AND (l.xid, l.id) > (o.xid, o.id) AND (l.target IS NULL OR l.target = o."group")
               AND (l.xid, l.id) > (SELECT xid, id FROM bus.consumer_offset ORDER BY xid, id LIMIT 1)
             GROUP BY 1, 2 ORDER BY 1, 2`,
    });
    return rows.map(([group, topic, lag]) => ({ group, topic, lag: Number(lag) }));
  }
}
