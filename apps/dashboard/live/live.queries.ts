import type { Inspection, Verdict } from '@sightline/contracts';
import { keepPreviousData, queryOptions, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { api } from '../api/api';
import { useJudged } from '../stream/stream.context';

/** Parts kept for the strip. */
const recentLimit = 40;
const statisticsEveryMs = 3000;

interface Recent {
  line: string;
  verdict?: Verdict;
}

export const recentQuery = (recent: Recent) =>
  queryOptions({
    queryKey: ['recent', recent] as const,
    queryFn: ({ signal }) => api.inspections({ ...recent, limit: recent.verdict ? 6 : recentLimit }, signal).then(({ items }) => items),
    staleTime: 60_000,
  });

export const statisticsQuery = (query: { from: string; line?: string; groupBy: string }) =>
  queryOptions({
    queryKey: ['statistics', query] as const,
    queryFn: ({ signal }) => api.statistics(query, signal),
    placeholderData: keepPreviousData,
  });

export const camerasQuery = queryOptions({
  queryKey: ['cameras'],
  queryFn: ({ signal }) => api.cameras(signal).then(({ items }) => items),
});

function insert(queries: QueryClient, judged: Inspection[]) {
  for (const { queryKey } of queries.getQueryCache().findAll({ queryKey: ['recent'] })) {
    const { line, verdict } = queryKey[1] as Recent;
    const fitting = judged.filter((inspection) => inspection.line === line && (!verdict || inspection.verdict === verdict));
    if (fitting.length === 0) continue;
    const ids = new Set(fitting.map(({ id }) => id));
    queries.setQueryData<Inspection[]>(
      queryKey,
      (known) => known && [...fitting, ...known.filter(({ id }) => !ids.has(id))].slice(0, recentLimit),
    );
  }
}

/** Keeps the live page current: new parts at once, counts every few seconds. */
export function useLiveUpdates() {
  const queries = useQueryClient();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useJudged((judged) => {
    insert(queries, judged);
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      void queries.invalidateQueries({ queryKey: ['statistics'] });
    }, statisticsEveryMs);
  });
  useEffect(() => () => clearTimeout(timer.current), []);
}
