import type { InspectionFilter, Verdict } from '@sightline/contracts';
import { pick } from '../app/search';

export const verdicts: readonly Verdict[] = ['pass', 'fail', 'review', 'unusable', 'error'];
export const spans = { hour: 3_600_000, day: 86_400_000, week: 604_800_000 } as const;
export type SpanName = keyof typeof spans;

/** What the address of the list says; `span` is relative to now and stands for `from`. */
export interface InspectionsSearch {
  verdict?: Verdict;
  camera?: string;
  line?: string;
  label?: string;
  part?: string;
  from?: string;
  to?: string;
  span?: SpanName;
  view?: 'gallery';
}

const isTime = (text: string | undefined): text is string => text !== undefined && !Number.isNaN(Date.parse(text));

export function parseFilter(search: Record<string, unknown>): InspectionsSearch {
  const { verdict, span, view, from, to, ...rest } = pick(search, [
    'verdict',
    'camera',
    'line',
    'label',
    'part',
    'from',
    'to',
    'span',
    'view',
  ]);
  return {
    ...rest,
    ...(verdicts.includes(verdict as Verdict) ? { verdict: verdict as Verdict } : {}),
    ...(span !== undefined && span in spans ? { span: span as SpanName } : {}),
    ...(isTime(from) ? { from } : {}),
    ...(isTime(to) ? { to } : {}),
    ...(view === 'gallery' ? { view } : {}),
  };
}

/** The filter as the server takes it. A relative span begins at a full minute, so that the same list keeps its place in the cache. */
export function toServerFilter({ view: _, span, ...filter }: InspectionsSearch, nowMs: number): InspectionFilter {
  if (!span) return filter;
  const from = new Date(Math.floor((nowMs - spans[span]) / 60_000) * 60_000).toISOString();
  return { ...filter, from };
}

/** The words that narrow the list, without the way it is shown. */
export const activeFilters = ({ view: _, ...filter }: InspectionsSearch) => filter;
export const isFiltered = (search: InspectionsSearch) => Object.keys(activeFilters(search)).length > 0;
