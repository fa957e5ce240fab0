import type { Inspection } from '@sightline/contracts';
import { formatMs } from '../format/numbers';
import { texts } from '../texts';
import styles from './timings.module.css';

const stages = ['queue', 'decode', 'inference', 'masks'] as const;

/** Where the time went, from the frame's arrival to the verdict. */
export function Timings({ latency }: { latency: NonNullable<Inspection['latencyMs']> }) {
  const known = stages.reduce((sum, stage) => sum + latency[stage], 0);
  const total = Math.max(latency.total, known);
  const parts = [...stages.map((stage) => ({ stage, ms: latency[stage] })), { stage: 'other' as const, ms: total - known }].filter(
    ({ stage, ms }) => ms > 0 || stage !== 'masks',
  );
  return (
    <section className={styles.card}>
      <h2 className={styles.heading}>
        {texts.inspection.timings} <strong>{formatMs(latency.total)}</strong>
      </h2>
      <div className={styles.bar} aria-hidden="true">
        {parts.map(({ stage, ms }) => (
          <span key={stage} data-stage={stage} style={{ flexGrow: ms / total }} />
        ))}
      </div>
      <ul className={styles.legend}>
        {parts.map(({ stage, ms }) => (
          <li key={stage}>
            <i data-stage={stage} aria-hidden="true" />
            <span>{texts.inspection.stages[stage]}</span>
            <b>{formatMs(ms)}</b>
          </li>
        ))}
      </ul>
    </section>
  );
}
