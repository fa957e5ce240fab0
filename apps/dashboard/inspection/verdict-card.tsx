import type { Inspection } from '@sightline/contracts';
import { RelativeTime } from '../format/relative-time';
import { texts } from '../texts';
import { outcomeOf, VerdictShape } from '../verdict/verdict-shape';
import styles from './verdict-card.module.css';

/** The verdict, why, and what to do. */
export function VerdictCard({ inspection }: { inspection: Inspection }) {
  const { verdict, reasons, error, part, judgedAt, receivedAt } = inspection;
  const outcome = outcomeOf(verdict);
  const { word, advice, why } = texts.verdicts[outcome];
  return (
    <section className={`${styles.card} verdict-${outcome}`} aria-label={texts.inspection.verdict} data-verdict={outcome}>
      <div className={styles.band}>
        <VerdictShape outcome={outcome} size={44} tone="on" />
        <div className={styles.words}>
          <h1>{word}</h1>
          <span>{advice}</span>
        </div>
        <span className={styles.when}>
          <RelativeTime time={judgedAt ?? receivedAt} />
        </span>
      </div>
      <div className={styles.why}>
        <p className={styles.part}>{part ?? texts.inspection.noPart}</p>
        {reasons.length > 0 ? (
          <ul tabIndex={0} aria-label={texts.inspection.reasons}>
            {reasons.map((reason, index) => (
              <li key={index}>{reason}</li>
            ))}
          </ul>
        ) : (
          <p>{why}</p>
        )}
        {reasons.length > 0 && (outcome === 'unusable' || outcome === 'error') ? <p>{why}</p> : null}
        {error ? (
          <p className={styles.error}>
            {texts.inspection.failedAt(error.stage, error.detail)} <code>{error.code}</code>
          </p>
        ) : null}
      </div>
    </section>
  );
}
