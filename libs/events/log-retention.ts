import type { Database } from '@sightline/database';

const batch = 5000;
/** A group that was not seen for so long does not hold the log any more. */
const forgottenAfter = '7 days';

const deleteOld = `
  DELETE FROM bus.log WHERE (xid, id) IN (
    SELECT xid, id FROM bus.log
    WHERE published_at < now() - make_interval(secs => $1)
      AND (xid, id) <= (SELECT xid, id FROM bus.consumer_offset WHERE seen_at > now() - interval '${forgottenAfter}' ORDER BY xid, id LIMIT 1)
    ORDER BY xid, id LIMIT ${batch})`;

/** Removes events that every group has finished and that are older than `keepSeconds`, in batches. @returns how many */
export async function removeOldEvents(database: Database, keepSeconds: number): Promise<number> {
  let removed = 0;
  for (;;) {
    const rows = await database.query<{ removed: string }>(`WITH gone AS (${deleteOld} RETURNING 1) SELECT count(*) AS removed FROM gone`, [
      keepSeconds,
    ]);
    const count = Number(rows[0]!.removed);
    removed += count;
    if (count < batch) return removed;
  }
}
