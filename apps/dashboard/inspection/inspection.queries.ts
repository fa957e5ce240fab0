import type { Inspection } from '@sightline/contracts';
import { queryOptions, type QueryClient } from '@tanstack/react-query';
import { api, type Page } from '../api/api';

/** Shows at once what a list already knows of it, and asks the server all the same. */
export const inspectionQuery = (id: string, queries: QueryClient) =>
  queryOptions<Inspection, Error, Inspection, readonly ['inspection', string]>({
    queryKey: ['inspection', id],
    queryFn: ({ signal }) => api.inspection(id, signal),
    placeholderData: () =>
      queries
        .getQueriesData<{ pages: Page<Inspection>[] }>({ queryKey: ['inspections'] })
        .flatMap(([, list]) => list?.pages ?? [])
        .flatMap(({ items }) => items)
        .find((inspection) => inspection.id === id) ??
      queries
        .getQueriesData<Inspection[]>({ queryKey: ['recent'] })
        .flatMap(([, list]) => list ?? [])
        .find((inspection) => inspection.id === id),
    // Frames may still be on their way.
    refetchInterval: ({ state }) => (state.data && state.data.verdict === null ? 1000 : false),
  });
