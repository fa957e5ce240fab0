import { Skeleton } from '@mantine/core';
import type { Measures } from '@sightline/contracts';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { RelativeTime } from '../format/relative-time';
import { texts } from '../texts';
import { outcomeOf, VerdictShape } from '../verdict/verdict-shape';
import { BoxedImage, defectsOf } from '../viewer/boxed-image';
import styles from './line-card.module.css';
import { recentQuery } from './live.queries';
import { Yield } from './yield';

/** One of several lines: last part, its verdict, and the yield. */
export function LineCard({ line, measures, from }: { line: string; measures: Measures | undefined; from: string }) {
  const { data: recent } = useQuery(recentQuery({ line }));
  const last = recent?.[0];
  const frame = last?.frames.find(({ id }) => last.defects.some(({ frameId }) => frameId === id)) ?? last?.frames[0];
  const outcome = outcomeOf(last?.verdict ?? null);
  return (
    <Link to="/" search={(search) => ({ ...search, line })} className={styles.card} aria-label={texts.live.openLine(line)}>
      <span className={styles.name} title={line}>
        {line}
      </span>
      <span className={`${styles.verdict} verdict-${outcome}`} data-verdict={outcome}>
        {last ? (
          <>
            <VerdictShape outcome={outcome} size={36} tone="on" />
            <strong>{texts.verdicts[outcome].word}</strong>
            <span className={styles.when}>
              <RelativeTime time={last.judgedAt ?? last.receivedAt} />
            </span>
          </>
        ) : (
          <span className={styles.none}>{recent ? texts.live.noPartYet : '\u00a0'}</span>
        )}
      </span>
      <span className={styles.image}>
        {last && frame ? (
          <BoxedImage frame={frame} defects={defectsOf(last, frame)} alt="" />
        ) : recent ? null : (
          <Skeleton h="100%" radius={0} />
        )}
      </span>
      <span className={styles.strip} aria-hidden="true">
        {recent?.slice(0, 24).map(({ id, verdict }) => (
          <VerdictShape key={id} outcome={outcomeOf(verdict)} size={14} />
        ))}
      </span>
      <span className={styles.yield}>
        <Yield measures={measures} from={from} compact />
      </span>
    </Link>
  );
}
