import { Injectable } from '@nestjs/common';
import type { Measures } from '@sightline/contracts';
import { Database } from '@sightline/database';

export type Group = 'hour' | 'line' | 'camera' | 'label' | 'model';

export interface StatisticsFilter {
  readonly from: string;
  readonly to: string;
  readonly line?: string | undefined;
  readonly camera?: string | undefined;
}

interface MeasuresRow extends Record<Group, string | Date | null> {
  inspections: string;
  pass: string;
  fail: string;
  review: string;
  unusable: string;
  error: string;
  defects: string;
  defective: string;
  latency: number[] | null;
}

const verdicts = ['pass', 'fail', 'review', 'unusable', 'error'] as const;

const measures = `count(*) AS inspections, ${verdicts.map((verdict) => `count(*) FILTER (WHERE verdict = '${verdict}') AS ${verdict}`).join(', ')},
  coalesce(sum(defects), 0) AS defects, count(*) FILTER (WHERE defects > 0) AS defective,
  percentile_cont(ARRAY[0.5, 0.95, 0.99]) WITHIN GROUP (ORDER BY latency_ms) AS latency`;

const expressions: Record<Group, string> = {
  hour: `date_trunc('hour', received_at, 'UTC')`,
  line: 'line',
  camera: 'camera',
  label: 'label',
  model: 'model',
};

/** Aggregates over judged inspections, all from indexes: the documents are never read. */
@Injectable()
export class StatisticsRepository {
  constructor(private readonly database: Database) {}

  async total(filter: StatisticsFilter): Promise<Measures> {
    const { where, parameters } = conditions(filter);
    const [row] = await this.database.query<MeasuresRow>(`SELECT ${measures} FROM inspection.inspection i WHERE ${where}`, parameters);
    return toMeasures(row!);
  }

  /** Defects by label, most frequent first. */
  async pareto(filter: StatisticsFilter): Promise<{ label: string; defects: number; inspections: number }[]> {
    const { where, parameters } = conditions(filter);
    const rows = await this.database.query<{ label: string; defects: string; inspections: string }>(
      `SELECT label, sum(n) AS defects, count(*) AS inspections FROM (${labelCounts(where)}) i GROUP BY label ORDER BY 2 DESC, 1`,
      parameters,
    );
    return rows.map(({ label, defects, inspections }) => ({ label, defects: Number(defects), inspections: Number(inspections) }));
  }

  /** One row a combination that occurs. By label, an inspection counts once for each label that was found on it. */
  async groups(filter: StatisticsFilter, by: readonly Group[]): Promise<(Measures & Partial<Record<Group, string>>)[]> {
    const { where, parameters } = conditions(filter);
    const source = by.includes('label')
      ? `(SELECT received_at, line, camera, model, verdict, latency_ms, label, n AS defects FROM (${labelCounts(where)}) c)`
      : `(SELECT received_at, line, camera, model, verdict, latency_ms, defects FROM inspection.inspection i WHERE ${where})`;
    const keys = by.map((group) => `${expressions[group]} AS "${group}"`).join(', ');
    const places = by.map((_, index) => index + 1).join(', ');
    const rows = await this.database.query<MeasuresRow>(
      `SELECT ${keys}, ${measures} FROM ${source} i GROUP BY ${places} ORDER BY ${places}`,
      parameters,
    );
    return rows.map((row) => ({ ...Object.fromEntries(by.map((group) => [group, keyOf(row[group])])), ...toMeasures(row) }));
  }
}

/** How often each label was found on each inspection. */
const labelCounts = (where: string): string => `
  SELECT i.received_at, i.line, i.camera, i.model, i.verdict, i.latency_ms, d.label, d.n
  FROM inspection.inspection i
  JOIN LATERAL (SELECT label, count(*)::int AS n FROM inspection.detection d WHERE d.received_at = i.received_at AND d.inspection_id = i.id GROUP BY label) d ON true
  WHERE ${where} AND i.defects > 0`;

function conditions({ from, to, line, camera }: StatisticsFilter): { where: string; parameters: unknown[] } {
  const parameters: unknown[] = [from, to];
  const where = ['i.received_at >= $1', 'i.received_at < $2'];
  for (const [column, value] of Object.entries({ line, camera }))
    if (value !== undefined) where.push(`i.${column} = $${parameters.push(value)}`);
  return { where: where.join(' AND '), parameters };
}

/** An inspection that no model saw has none. */
const keyOf = (value: string | Date | null): string => (value instanceof Date ? value.toISOString() : (value ?? 'none'));

function toMeasures(row: MeasuresRow): Measures {
  const [pass, fail, review, unusable, error] = verdicts.map((verdict) => Number(row[verdict])) as [number, number, number, number, number];
  const inspections = Number(row.inspections);
  const judged = pass + fail + review;
  const [p50, p95, p99] = row.latency ?? [];
  return {
    inspections,
    verdicts: { pass, fail, review, unusable, error },
    yield: judged ? pass / judged : null,
    defects: Number(row.defects),
    defectRate: inspections ? Number(row.defective) / inspections : null,
    latencyMs: p50 === undefined || p95 === undefined || p99 === undefined ? null : { p50, p95, p99 },
  };
}
