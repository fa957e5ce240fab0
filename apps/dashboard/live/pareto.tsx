import type { Statistics } from '@sightline/contracts';
import { Link } from '@tanstack/react-router';
import { formatCount } from '../format/numbers';
import type { InspectionsSearch } from '../inspections/filter';
import { texts } from '../texts';
import styles from './pareto.module.css';

/** Labels named; the rest is summed up. */
const named = 5;

/** Which defects there are most of; each bar leads to its parts. */
export function Pareto({ pareto, filter }: { pareto: Statistics['pareto']; filter: InspectionsSearch }) {
  const most = pareto[0]?.defects ?? 1;
  const rest = pareto.slice(named).reduce((sum, { defects }) => sum + defects, 0);
  if (pareto.length === 0) return <p className={styles.none}>{texts.live.noDefects}</p>;
  return (
    <ol className={styles.bars}>
      {pareto.slice(0, named).map(({ label, defects, inspections }) => (
        <li key={label}>
          <Link
            to="/inspections"
            search={{ ...filter, label }}
            className={styles.bar}
            title={texts.live.paretoHint(label, defects, inspections)}
          >
            <span className={styles.label}>{label}</span>
            <span className={styles.track}>
              <span className={styles.fill} style={{ width: `${(defects / most) * 100}%` }} />
            </span>
            <span className={styles.number}>{formatCount(defects)}</span>
          </Link>
        </li>
      ))}
      {rest > 0 ? <li className={styles.none}>{texts.live.otherLabels(pareto.length - named, rest)}</li> : null}
    </ol>
  );
}
