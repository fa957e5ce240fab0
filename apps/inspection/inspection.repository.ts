import { Injectable } from '@nestjs/common';
import type { Inspection, InspectionFilter } from '@sightline/contracts';
import { Database } from '@sightline/database';
import type { Place } from './inspection-cursor.js';

/** Reads judged inspections. */
@Injectable()
export class InspectionRepository {
  constructor(private readonly database: Database) {}

  async find(id: string): Promise<Inspection | null> {
    const [row] = await this.database.prepared<{ document: Inspection }>(
      'inspection-find',
      `SELECT document FROM inspection.inspection WHERE id = $1 LIMIT 1`,
      [id],
    );
    return row?.document ?? null;
  }

  /** Newest first. @param after the last one of the page before */
  async list(filter: InspectionFilter, limit: number, after: Place | null): Promise<Inspection[]> {
    const parameters: unknown[] = [];
    const bind = (value: unknown): string => `$${parameters.push(value)}`;
    const conditions: string[] = [];
    // A rare label is found through its own index, which holds the same order; the row may hold a label several times.
    const place = filter.label === undefined ? 'i.received_at, i.id' : 'd.received_at, d.inspection_id';
    const newestFirst = place.replaceAll(',', ' DESC,') + ' DESC';
    const [time] = place.split(',');
    for (const column of ['verdict', 'camera', 'line', 'part'] as const)
      if (filter[column] !== undefined) conditions.push(`i.${column} = ${bind(filter[column])}`);
    if (filter.label !== undefined) conditions.push(`d.label = ${bind(filter.label)}`);
    if (filter.from !== undefined) conditions.push(`${time} >= ${bind(filter.from)}`);
    if (filter.to !== undefined) conditions.push(`${time} < ${bind(filter.to)}`);
    if (after) conditions.push(`(${place}) < (${bind(after.receivedAt)}::timestamptz, ${bind(after.id)}::uuid)`);
    const where = conditions.length ? `WHERE ${conditions.join(' AND ')}` : '';
    const from =
      filter.label === undefined
        ? 'inspection.inspection i'
        : 'inspection.detection d JOIN inspection.inspection i ON i.received_at = d.received_at AND i.id = d.inspection_id';
    const distinct = filter.label === undefined ? '' : `DISTINCT ON (${place})`;
    const rows = await this.database.query<{ document: Inspection }>(
      `SELECT ${distinct} i.document FROM ${from} ${where} ORDER BY ${newestFirst} LIMIT ${bind(limit)}`,
      parameters,
    );
    return rows.map(({ document }) => document);
  }
}
