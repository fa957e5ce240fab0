import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { EmptyNotice } from '../notices/empty-notice';
import { ProblemNotice } from '../notices/problem-notice';
import { texts } from '../texts';
import { outcomeOf } from '../verdict/verdict-shape';
import { BoxedImage, defectsOf } from '../viewer/boxed-image';
import { HoursChart } from './hours-chart';
import styles from './line-view.module.css';
import type { LiveSpan } from './live-search';
import { recentQuery, statisticsQuery } from './live.queries';
import { NeedsSomeone } from './needs-someone';
import { Pareto } from './pareto';
import { Strip } from './strip';
import { VerdictCounts } from './verdict-counts';
import { VerdictPanel } from './verdict-panel';
import { Yield } from './yield';

/** One line in full. */
export function LineView({ line, from, span }: { line: string; from: string; span: LiveSpan }) {
  const recent = useQuery(recentQuery({ line }));
  const { data: statistics } = useQuery(statisticsQuery({ from, line, groupBy: 'hour' }));
  const last = recent.data?.[0];
  const frame = last?.frames.find(({ id }) => last.defects.some(({ frameId }) => frameId === id)) ?? last?.frames[0];
  const filter = { line, from };
  if (recent.isError && !recent.data)
    return <ProblemNotice error={recent.error} kept={texts.problems.keptFrames} onRetry={() => void recent.refetch()} />;
  if (recent.data?.length === 0) {
    return (
      <EmptyNotice title={texts.live.lineEmpty(line)}>
        <p>{texts.live.lineEmptyHow}</p>
      </EmptyNotice>
    );
  }
  return (
    <div className={styles.view}>
      <div className={styles.stage}>
        {last && frame ? (
          <Link
            to="/inspections/$id"
            params={{ id: last.id }}
            search={{ line }}
            className={`${styles.hero} verdict-${outcomeOf(last.verdict)}`}
            aria-label={texts.live.openLast}
          >
            <BoxedImage frame={frame} defects={defectsOf(last, frame)} alt="" />
            <span className={styles.camera}>{texts.live.where(last.station, last.camera)}</span>
          </Link>
        ) : (
          <Skeleton className={styles.hero} radius={10} />
        )}
        <div className={styles.stripPlace}>{recent.data ? <Strip inspections={recent.data} /> : null}</div>
      </div>
      <div className={styles.side}>
        {last ? <VerdictPanel inspection={last} /> : <Skeleton className={styles.panelPlace} radius={10} />}
        <section className={styles.card} aria-label={texts.live.spans[span]}>
          <Yield measures={statistics} from={from} />
          <VerdictCounts measures={statistics} filter={filter} />
        </section>
        <section className={`${styles.card} ${styles.needs}`}>
          <h2 className={styles.heading}>{texts.live.needs}</h2>
          <NeedsSomeone line={line} />
        </section>
        <section className={styles.card}>
          <h2 className={styles.heading}>{texts.live.perHour}</h2>
          {statistics ? <HoursChart groups={statistics.groups} from={from} /> : <div className={styles.chart} />}
        </section>
        <section className={styles.card}>
          <h2 className={styles.heading}>{texts.live.labels}</h2>
          <div className={styles.paretoPlace}>{statistics ? <Pareto pareto={statistics.pareto} filter={filter} /> : null}</div>
        </section>
      </div>
    </div>
  );
}
