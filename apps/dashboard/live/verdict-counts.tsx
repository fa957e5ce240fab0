import type { Measures, Verdict } from '@sightline/contracts';
import { Link } from '@tanstack/react-router';
import { formatCount } from '../format/numbers';
import { verdicts, type InspectionsSearch } from '../inspections/filter';
import { texts } from '../texts';
import { VerdictShape } from '../verdict/verdict-shape';
import styles from './verdict-counts.module.css';

/** Parts by verdict; each number leads to its parts. */
export function VerdictCounts({ measures, filter }: { measures: Measures | undefined; filter: InspectionsSearch }) {
  return (
    <ul className={styles.counts}>
      {verdicts.map((verdict: Verdict) => {
        const count = measures?.verdicts[verdict];
        return (
          <li key={verdict}>
            <Link to="/inspections" search={{ ...filter, verdict }} className={styles.count} data-none={count === 0 || undefined}>
              <VerdictShape outcome={verdict} size={18} />
              <strong>{count === undefined ? '–' : formatCount(count)}</strong>
              <span className={styles.word}>{texts.verdicts[verdict].word}</span>
            </Link>
          </li>
        );
      })}
    </ul>
  );
}
