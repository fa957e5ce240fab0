import { useQueries } from '@tanstack/react-query';
import type { Verdict } from '@sightline/contracts';
import { Link } from '@tanstack/react-router';
import { RelativeTime } from '../format/relative-time';
import { texts } from '../texts';
import { VerdictWord } from '../verdict/verdict-word';
import { Thumbnail } from '../viewer/boxed-image';
import { recentQuery } from './live.queries';
import styles from './needs-someone.module.css';

const verdicts: readonly Verdict[] = ['fail', 'review', 'unusable', 'error'];
const shown = 3;

/** The last parts that did not pass: a fast line must not carry them out of sight. */
export function NeedsSomeone({ line }: { line: string }) {
  const lists = useQueries({ queries: verdicts.map((verdict) => recentQuery({ line, verdict })) });
  const inspections = lists
    .flatMap(({ data }) => data ?? [])
    .toSorted((a, b) => Date.parse(b.judgedAt ?? '') - Date.parse(a.judgedAt ?? ''));
  if (inspections.length === 0)
    return <p className={styles.none}>{lists.every(({ isSuccess }) => isSuccess) ? texts.live.allPassed : '\u00a0'}</p>;
  return (
    <ul className={styles.list}>
      {inspections.slice(0, shown).map((inspection) => (
        <li key={inspection.id}>
          <Link to="/inspections/$id" params={{ id: inspection.id }} search={{ line }} className={styles.row}>
            <span className={styles.image}>
              <Thumbnail inspection={inspection} />
            </span>
            <span className={styles.words}>
              <VerdictWord verdict={inspection.verdict} size={16} />
              <span className={styles.reason} title={inspection.reasons[0]}>
                {inspection.reasons[0]}
              </span>
            </span>
            <span className={styles.when}>
              <RelativeTime time={inspection.judgedAt ?? inspection.receivedAt} />
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
