import { SegmentedControl, Skeleton } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { ProblemNotice } from '../notices/problem-notice';
import { texts } from '../texts';
import { LineCard } from './line-card';
import { LineView } from './line-view';
import { LiveEmpty } from './live-empty';
import { liveSpans } from './live-search';
import styles from './live.module.css';
import { camerasQuery, statisticsQuery, useLiveUpdates } from './live.queries';
import { useSpanStart } from './use-span-start';

const route = getRouteApi('/shell/');

/** What is being judged now, line by line. */
export function LivePage() {
  const { line: chosen, span = 'shift' } = route.useSearch();
  const navigate = route.useNavigate();
  const from = useSpanStart(span);
  useDocumentTitle(texts.titles.live);
  useLiveUpdates();
  const cameras = useQuery(camerasQuery);
  const statistics = useQuery(statisticsQuery({ from, groupBy: 'line' }));
  const groups = statistics.data?.groups ?? [];
  const lines = [...new Set([...groups.map(({ line }) => line), ...(cameras.data ?? []).map(({ line }) => line)])]
    .filter((line) => line !== undefined)
    .toSorted();
  const line = chosen ?? (lines.length === 1 ? lines[0] : undefined);
  const error = statistics.error ?? cameras.error;
  const isReady = statistics.data !== undefined && cameras.data !== undefined;

  return (
    <div className={styles.page}>
      <div className={styles.head}>
        <h1 className={styles.title}>{texts.places.live}</h1>
        {lines.length > 1 ? (
          <nav className={styles.lines} aria-label={texts.live.lines}>
            <Link
              to="/"
              search={({ line: _, ...search }) => search}
              className={styles.line}
              activeOptions={{ exact: true, includeSearch: false }}
              data-chosen={!line || undefined}
            >
              {texts.live.allLines}
            </Link>
            {lines.map((name) => (
              <Link
                key={name}
                to="/"
                search={(search) => ({ ...search, line: name })}
                className={styles.line}
                title={name}
                data-chosen={name === line || undefined}
              >
                {name}
              </Link>
            ))}
          </nav>
        ) : (
          <span className={styles.only}>{line}</span>
        )}
        <SegmentedControl
          className={styles.span}
          aria-label={texts.live.span}
          value={span}
          onChange={(value) => void navigate({ search: (search) => ({ ...search, span: value }), replace: true })}
          data={liveSpans.map((value) => ({ value, label: texts.live.spans[value] }))}
        />
      </div>
      {error ? (
        <div className={styles.notice}>
          <ProblemNotice
            error={error}
            kept={isReady ? texts.problems.keptShown : texts.problems.keptFrames}
            onRetry={() => void Promise.all([statistics.refetch(), cameras.refetch()])}
          />
        </div>
      ) : null}
      {line ? (
        <LineView key={line} line={line} from={from} span={span} />
      ) : lines.length > 0 ? (
        <div className={styles.cards}>
          {lines.map((name) => (
            <LineCard key={name} line={name} measures={groups.find((group) => group.line === name)} from={from} />
          ))}
        </div>
      ) : isReady ? (
        <LiveEmpty />
      ) : error ? null : (
        <Skeleton className={styles.loading} />
      )}
    </div>
  );
}
