/** The opaque cursor of a list that is ordered by name: the last name of the page. */
export const cursorAfter = (name: string): string => Buffer.from(name).toString('base64url');

/** @returns the name to go on after; empty at the first page */
export const nameBefore = (cursor: string | undefined): string => (cursor ? Buffer.from(cursor, 'base64url').toString('utf8') : '');

/** Cuts the one row too many that says whether there is a next page. */
export function pageOf<Item>(rows: Item[], limit: number, nameOf: (item: Item) => string): { items: Item[]; nextCursor: string | null } {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: rows.length > limit && last ? cursorAfter(nameOf(last)) : null };
}
