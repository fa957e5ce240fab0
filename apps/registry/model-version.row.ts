import type { ModelContract, ModelVersion } from '@sightline/contracts';

export interface ModelVersionRow {
  name: string;
  version: number;
  sha256: string;
  /** bigint, which pg hands over as text. */
  bytes: string;
  key: string;
  contract: ModelContract;
  card: Record<string, unknown>;
  created_at: Date;
  created_by: string;
}

export const versionColumns = 'v.name, v.version, v.sha256, v.bytes, v.key, v.contract, v.card, v.created_at, v.created_by';

export const toVersion = (row: ModelVersionRow): ModelVersion => ({
  name: row.name,
  version: row.version,
  sha256: row.sha256,
  bytes: Number(row.bytes),
  key: row.key,
  contract: row.contract,
  card: row.card,
  createdAt: row.created_at.toISOString(),
  createdBy: row.created_by,
});
