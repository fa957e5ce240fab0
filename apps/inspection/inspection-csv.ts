import type { Inspection } from '@sightline/contracts';
import { Readable } from 'node:stream';

const columns: Record<string, (inspection: Inspection) => string | number | null> = {
  id: ({ id }) => id,
  verdict: ({ verdict }) => verdict,
  reasons: ({ reasons }) => reasons.join('; '),
  part: ({ part }) => part,
  camera: ({ camera }) => camera,
  site: ({ site }) => site,
  line: ({ line }) => line,
  station: ({ station }) => station,
  recipe: ({ recipe }) => recipe.name,
  recipeVersion: ({ recipe }) => recipe.version,
  model: ({ model }) => model?.name ?? null,
  modelVersion: ({ model }) => model?.version ?? null,
  capturedAt: ({ capturedAt }) => capturedAt,
  receivedAt: ({ receivedAt }) => receivedAt,
  judgedAt: ({ judgedAt }) => judgedAt,
  latencyMs: ({ latencyMs }) => latencyMs?.total ?? null,
  frames: ({ frames }) => frames.length,
  defects: ({ defects }) => defects.length,
  labels: ({ defects }) => countLabels(defects.map(({ label }) => label)),
  topScore: ({ defects }) => (defects.length ? Math.max(...defects.map(({ score }) => score)) : null),
};

/** RFC 4180 with a header line; rows leave as they are read. */
export const toCsv = (inspections: AsyncIterable<Inspection>): Readable =>
  Readable.from(lines(inspections), { objectMode: false, highWaterMark: 1 << 16 });

async function* lines(inspections: AsyncIterable<Inspection>): AsyncGenerator<string> {
  yield `${Object.keys(columns).join(',')}\r\n`;
  for await (const inspection of inspections)
    yield `${Object.values(columns)
      .map((read) => cell(read(inspection)))
      .join(',')}\r\n`;
}

/** Spreadsheets run text that begins like a formula; a quote in front keeps it text. */
function cell(value: string | number | null): string {
  if (value === null) return '';
  const text = typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Such as `short:2 open:1`, most frequent first. */
function countLabels(labels: string[]): string {
  const counts = new Map<string, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  return [...counts]
    .sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]))
    .map(([label, count]) => `${label}:${count}`)
    .join(' ');
}
