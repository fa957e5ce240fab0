import { useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import type { InspectionsSearch } from '../inspections/filter';
import { useInspections } from '../inspections/use-inspections';

/** Further pages are looked through for the inspection, but not without end. */
const pagesAtMost = 5;

/** Newer and older in the list that this inspection was opened from. */
export function useNeighbours(id: string, search: InspectionsSearch) {
  const { items, query } = useInspections(search);
  const navigate = useNavigate();
  const index = items.findIndex((inspection) => inspection.id === id);
  const { hasNextPage, isFetching, isError, fetchNextPage } = query;
  const pages = query.data?.pages.length ?? 0;
  const wantsMore = index < 0 ? pages > 0 && pages < pagesAtMost : index === items.length - 1;
  useEffect(() => {
    if (wantsMore && hasNextPage && !isFetching && !isError) void fetchNextPage();
  }, [wantsMore, hasNextPage, isFetching, isError, fetchNextPage]);
  const newer = index > 0 ? items[index - 1]?.id : undefined;
  const older = index >= 0 ? items[index + 1]?.id : undefined;
  const open = (to: string | undefined) => {
    if (to) void navigate({ to: '/inspections/$id', params: { id: to }, search, replace: true });
  };
  return { newer, older, openNewer: () => open(newer), openOlder: () => open(older) };
}
