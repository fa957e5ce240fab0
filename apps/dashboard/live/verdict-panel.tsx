import type { Inspection } from '@sightline/contracts';
import { Link } from '@tanstack/react-router';
import { RelativeTime } from '../format/relative-time';
import { texts } from '../texts';
import { outcomeOf, VerdictShape } from '../verdict/verdict-shape';
import styles from './verdict-panel.module.css';

const reasonsShown = 2;

/** The verdict of the last part, read from two metres: shape, word, colour and what to do. */
export function VerdictPanel({ inspection }: { inspection: Inspection }) {
  const outcome = outcomeOf(inspection.verdict);
  const { word, advice, why } = texts.verdicts[outcome];
  const more = inspection.reasons.length - reasonsShown;
  return (
    <Link
      to="/inspections/$id"
      params={{ id: inspection.id }}
      search={{ line: inspection.line }}
      className={`${styles.panel} verdict-${outcome}`}
      data-verdict={outcome}
    >
      <span className={styles.verdict}>
        <VerdictShape outcome={outcome} size={72} tone="on" />
        <strong>{word}</strong>
      </span>
      <span className={styles.advice}>{advice}</span>
      <span className={styles.reasons}>
        {inspection.reasons.length === 0 ? <span className={styles.why}>{why}</span> : null}
        {inspection.reasons.slice(0, reasonsShown - Number(more > 0)).map((reason, index) => (
          <span key={index} title={reason}>
            {reason}
          </span>
        ))}
        {more > 0 ? <span>{texts.live.moreReasons(more + 1)}</span> : null}
      </span>
      <span className={styles.part}>
        <span className={styles.serial} title={inspection.part ?? undefined}>
          {inspection.part ?? texts.inspection.noPart}
        </span>
        <span className={styles.when}>
          <RelativeTime time={inspection.judgedAt ?? inspection.receivedAt} />
        </span>
      </span>
    </Link>
  );
}
