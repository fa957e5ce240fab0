import type { Inspection, InspectionFilter } from '@sightline/contracts';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useJudged } from '../stream/stream.context';
import { activeFilters, toServerFilter, type InspectionsSearch } from './filter';
import { inspectionsQuery } from './inspections.queries';

const fits = (inspection: Inspection, { verdict, camera, line, label, part }: InspectionFilter) =>
  (!verdict || inspection.verdict === verdict) &&
  (!camera || inspection.camera === camera) &&
  (!line || inspection.line === line) &&
  (!part || inspection.part === part) &&
  (!label || inspection.defects.some((defect) => defect.label === label));

/** The filtered list, and how many fitting parts were judged since it was fetched; it never moves by itself. */
export function useInspections(search: InspectionsSearch) {
  const key = JSON.stringify(activeFilters(search));
  const filter = useMemo(() => toServerFilter(JSON.parse(key) as InspectionsSearch, Date.now()), [key]);
  const query = useInfiniteQuery(inspectionsQuery(filter));
  const [fresh, setFresh] = useState({ since: 0, count: 0 });
  const fetchedAt = query.dataUpdatedAt;
  useJudged((judged) => {
    const fitting = filter.to ? 0 : judged.filter((inspection) => fits(inspection, filter)).length;
    if (fitting > 0) setFresh(({ since, count }) => ({ since: fetchedAt, count: (since === fetchedAt ? count : 0) + fitting }));
  });
  const items = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data]);
  return { filter, query, items, fresh: fresh.since === fetchedAt ? fresh.count : 0 };
}
