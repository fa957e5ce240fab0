import type { BusConnection } from './bus-connection.js';
import type { LogEntry } from './log-entry.js';
import type { Position } from './log-position.js';
import type { LogWriter } from './log-writer.js';

/** What one read found. */
export interface LogPage {
  readonly entries: LogEntry[];
  /** Everything up to here that is on the topics is in `entries` or came before. */
  readonly end: Position;
  /** The page is full: there is more to read at once. */
  readonly full: boolean;
  /** Committed events wait for an older transaction to end: read again soon. */
  readonly pending: boolean;
}

type Row = [xid: string, id: string | null, origin: number, lane: number, topic: string, target: string | null, event: string | null];

/**
 * Reads of the log. A transaction may commit later than one with a higher id, so rows only count once every transaction up to theirs has
 * ended: below the snapshot's xmin nothing can appear any more, and a reader never skips a late committer. The last row of the answer
 * carries that horizon, taken from the same snapshot.
 */
const readLog = `
  (SELECT xid::text, id, origin, lane, topic, target,
          CASE WHEN xid < (SELECT pg_snapshot_xmin(pg_current_snapshot())) AND NOT (origin = $5 AND id >= $6) THEN event END
   FROM bus.log WHERE (xid, id) > ($1::text::xid8, $2) AND topic = ANY($3::text[]) ORDER BY log.xid, log.id LIMIT $4)
  UNION ALL
  SELECT pg_snapshot_xmin(pg_current_snapshot())::text, NULL, 0, 0, '', NULL, NULL`;

const readOne = `SELECT event FROM bus.log WHERE (xid, id) = ($1::text::xid8, $2)`;

/** Planner's choices for this connection: the log is always read in the order of its key. */
export const readerSettings = `SET enable_seqscan = off; SET enable_bitmapscan = off; SET enable_sort = off; SET plan_cache_mode = force_generic_plan`;

export class LogReader {
  constructor(
    private readonly connection: BusConnection,
    private readonly writer: LogWriter,
  ) {}

  /** @param topics as a PostgreSQL array literal, see {@link topicsLiteral} */
  async read(from: Position, topics: string, limit: number): Promise<LogPage> {
    const { origin, rememberedFrom } = this.writer;
    const rows = await this.connection.rows<Row>({
      name: 'read-log',
      text: readLog,
      values: [from.xid, from.id, topics, limit, origin, rememberedFrom],
    });
    const horizon = Number(rows.pop()![0]);
    const entries: LogEntry[] = [];
    for (const [xid, id, rowOrigin, lane, topic, target, event] of rows) {
      const position = { xid: Number(xid), id: Number(id) };
      if (position.xid >= horizon) return { entries, end: { xid: horizon, id: 0 }, full: false, pending: true };
      const json = event ?? (rowOrigin === origin ? this.writer.recall(position.id) : undefined) ?? (await this.text(position));
      entries.push({ ...position, lane, topic, target, json });
    }
    const full = rows.length === limit;
    return { entries, end: full ? entries.at(-1)! : { xid: horizon, id: 0 }, full, pending: false };
  }

  /** The place from which on everything is still to come. */
  async now(): Promise<Position> {
    const [row] = await this.connection.rows<[string]>({ name: 'log-now', text: 'SELECT pg_snapshot_xmin(pg_current_snapshot())::text' });
    return { xid: Number(row![0]), id: 0 };
  }

  /** The text was forgotten between the question and its answer. */
  private async text({ xid, id }: Position): Promise<string> {
    const [row] = await this.connection.rows<[string]>({ name: 'read-one', text: readOne, values: [xid, id] });
    return row![0];
  }
}

export const topicsLiteral = (topics: Iterable<string>): string => `{${[...topics].map((topic) => JSON.stringify(topic)).join(',')}}`;
