/** Addresses carry plain words (`?verdict=fail&part=123`), so that people can read, write and share them. */
export type PlainSearch = Record<string, string | undefined>;

export const parsePlainSearch = (search: string): PlainSearch => Object.fromEntries(new URLSearchParams(search));

export function stringifyPlainSearch(search: Record<string, unknown>): string {
  const parts = Object.entries(search)
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([name, value]) => (value === '' ? encodeURIComponent(name) : `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`));
  return parts.length > 0 ? `?${parts.join('&')}` : '';
}

/** Takes the named words out of an address and drops what is empty or unknown. */
export function pick<Name extends string>(search: Record<string, unknown>, names: readonly Name[]): { [key in Name]?: string } {
  const picked: { [key in Name]?: string } = {};
  for (const name of names) {
    const value = search[name];
    if (typeof value === 'string' && value !== '') picked[name] = value;
  }
  return picked;
}
