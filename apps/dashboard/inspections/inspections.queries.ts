import type { InspectionFilter } from '@sightline/contracts';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api } from '../api/api';

const pageSize = 100;

/** Newest first, page after page. */
export const inspectionsQuery = (filter: InspectionFilter) =>
  infiniteQueryOptions({
    queryKey: ['inspections', filter] as const,
    queryFn: ({ signal, pageParam }) =>
      api.inspections({ ...filter, limit: pageSize, ...(pageParam ? { cursor: pageParam } : {}) }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    refetchOnWindowFocus: false,
    staleTime: 60_000,
  });

const labelsSinceMs = 30 * 86_400_000;

/** Labels seen lately, most frequent first; what the label filter offers. */
export const labelsQuery = queryOptions({
  queryKey: ['labels'],
  queryFn: ({ signal }) =>
    api
      .statistics({ from: new Date(Date.now() - labelsSinceMs).toISOString() }, signal)
      .then(({ pareto }) => pareto.map(({ label }) => label)),
  staleTime: 300_000,
});
