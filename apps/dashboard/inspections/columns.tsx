import type { Inspection } from '@sightline/contracts';
import { createColumnHelper, tableFeatures } from '@tanstack/react-table';
import { formatMs } from '../format/numbers';
import { RelativeTime } from '../format/relative-time';
import { texts } from '../texts';
import { VerdictWord } from '../verdict/verdict-word';
import { Thumbnail } from '../viewer/boxed-image';
import styles from './row.module.css';

export const features = tableFeatures({});
const column = createColumnHelper<typeof features, Inspection>();

const Cut = ({ text }: { text: string }) => (
  <span className={styles.cut} title={text}>
    {text}
  </span>
);

/** `2 × short, spur` */
function defectsInWords({ defects }: Inspection): string {
  const counts = new Map<string, number>();
  for (const { label } of defects) counts.set(label, (counts.get(label) ?? 0) + 1);
  return [...counts].map(([label, count]) => (count > 1 ? `${count} × ${label}` : label)).join(', ');
}

const findings = (inspection: Inspection) => defectsInWords(inspection) || inspection.reasons[0] || '–';

export const columns = column.columns([
  column.display({
    id: 'image',
    header: '',
    cell: ({ row }) => (
      <span className={styles.image}>
        <Thumbnail inspection={row.original} />
      </span>
    ),
  }),
  column.accessor('verdict', { header: texts.columns.verdict, cell: ({ row }) => <VerdictWord verdict={row.original.verdict} /> }),
  column.accessor('part', { header: texts.columns.part, cell: ({ row }) => <Cut text={row.original.part ?? '–'} /> }),
  column.accessor(findings, { id: 'findings', header: texts.columns.findings, cell: ({ row }) => <Cut text={findings(row.original)} /> }),
  column.accessor('line', { header: texts.columns.line, cell: ({ row }) => <Cut text={row.original.line} /> }),
  column.accessor('camera', { header: texts.columns.camera, cell: ({ row }) => <Cut text={row.original.camera} /> }),
  column.accessor(({ recipe }) => `${recipe.name} v${recipe.version}`, {
    id: 'recipe',
    header: texts.columns.recipe,
    cell: ({ row }) => <Cut text={`${row.original.recipe.name} v${row.original.recipe.version}`} />,
  }),
  column.accessor(({ latencyMs }) => latencyMs?.total, {
    id: 'latency',
    header: texts.columns.latency,
    cell: ({ row }) => <span className={styles.number}>{row.original.latencyMs ? formatMs(row.original.latencyMs.total) : '–'}</span>,
  }),
  column.accessor('judgedAt', {
    header: texts.columns.judged,
    cell: ({ row }) => (
      <span className={styles.number}>
        <RelativeTime time={row.original.judgedAt ?? row.original.receivedAt} />
      </span>
    ),
  }),
]);
