/** Rows as aligned columns: the first to the left, columns of numbers to the right. */
export function table(rows: readonly (readonly (string | number)[])[]): string {
  const texts = rows.map((row) => row.map(String));
  const columns = Math.max(0, ...texts.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, column) => Math.max(...texts.map((row) => row[column]?.length ?? 0)));
  const isNumeric = widths.map((_, column) => texts.slice(1).every((row) => /^[\d.,%-]*$/.test(row[column] ?? '')));
  return texts
    .map((row) =>
      row
        .map((text, column) => (isNumeric[column] ? text.padStart(widths[column]!) : text.padEnd(widths[column]!)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
