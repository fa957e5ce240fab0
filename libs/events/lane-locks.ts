import type { BusConnection } from './bus-connection.js';
import { laneCount, lockNumber } from './log-entry.js';

/**
 * Who owns which lane of a group: session-level advisory locks. They end with their connection, so that the lanes of a process that was
 * killed are free at once and nobody waits for a lease to run out.
 */
export class LaneLocks {
  private readonly names: string[];
  private readonly membership: string;

  constructor(
    private readonly connection: BusConnection,
    group: string,
    topics: readonly string[],
  ) {
    this.names = Array.from({ length: laneCount }, (_, lane) => lockNumber('lane', group, ...topics, lane));
    this.membership = lockNumber('member', group, ...topics);
  }

  /** Counts as one of the group's processes from now on, for as long as the connection lives. */
  async join(): Promise<void> {
    await this.connection.rows({ text: 'SELECT pg_advisory_lock_shared($1)', values: [this.membership] });
  }

  async leave(): Promise<void> {
    await this.connection.rows({ text: 'SELECT pg_advisory_unlock_shared($1)', values: [this.membership] });
  }

  /** How many lanes this process should own: an equal share. */
  async fairShare(): Promise<number> {
    const [row] = await this.connection.rows<[string]>({
      name: 'group-members',
      text: `SELECT count(DISTINCT pid) FROM pg_locks WHERE locktype = 'advisory' AND mode = 'ShareLock' AND granted
             AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
             AND ((classid::bigint << 32) | objid::bigint) = $1`,
      values: [this.membership],
    });
    return Math.ceil(laneCount / Math.max(1, Number(row![0])));
  }

  /** Takes up to `count` of the given lanes that nobody owns. */
  async take(lanes: readonly number[], count: number): Promise<number[]> {
    const rows = await this.connection.rows<[number]>({
      name: 'take-lanes',
      text: 'SELECT lane FROM unnest($1::integer[], $2::bigint[]) AS free (lane, name) WHERE pg_try_advisory_lock(name) LIMIT $3',
      values: [lanes, lanes.map((lane) => this.names[lane]), count],
    });
    return rows.map(([lane]) => lane);
  }

  async release(lanes: readonly number[]): Promise<void> {
    if (!lanes.length) return;
    await this.connection.rows({
      name: 'release-lanes',
      text: 'SELECT pg_advisory_unlock(name) FROM unnest($1::bigint[]) name',
      values: [lanes.map((lane) => this.names[lane])],
    });
  }
}
