import { Button, SegmentedControl } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { IconDownload } from '@tabler/icons-react';
import { getRouteApi } from '@tanstack/react-router';
import { addresses } from '../api/api';
import { ProblemNotice } from '../notices/problem-notice';
import { texts } from '../texts';
import { isFiltered } from './filter';
import { FilterBar } from './filter-bar';
import { InspectionsEmpty } from './inspections-empty';
import { InspectionsGrid } from './inspections-grid';
import styles from './inspections.module.css';
import { RowsSkeleton } from './rows-skeleton';
import { useInspections } from './use-inspections';

const route = getRouteApi('/shell/inspections');

/** Finds any part. */
export function InspectionsPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { filter, query, items, fresh } = useInspections(search);
  useDocumentTitle(texts.titles.inspections);
  const view = search.view ?? 'table';
  return (
    <div className={styles.page}>
      <div className={styles.head}>
        <h1 className={styles.title}>{texts.places.inspections}</h1>
        <span className={styles.count} aria-live="polite">
          {query.data ? texts.inspections.loaded(items.length, query.hasNextPage) : ''}
        </span>
        {fresh > 0 ? (
          <Button h={44} radius="xl" onClick={() => void query.refetch()}>
            {texts.inspections.fresh(fresh)}
          </Button>
        ) : null}
        <span className={styles.space} />
        {isFiltered(search) ? (
          <Button
            variant="subtle"
            h={44}
            onClick={() => void navigate({ search: search.view ? { view: search.view } : {}, replace: true })}
          >
            {texts.filter.clear}
          </Button>
        ) : null}
        <SegmentedControl
          aria-label={texts.inspections.view}
          value={view}
          onChange={(value) =>
            void navigate({ search: ({ view: _, ...rest }) => (value === 'gallery' ? { ...rest, view: 'gallery' } : rest), replace: true })
          }
          data={[
            { value: 'table', label: texts.inspections.table },
            { value: 'gallery', label: texts.inspections.gallery },
          ]}
        />
        <Button component="a" href={addresses.csv(filter)} download variant="default" h={44} leftSection={<IconDownload size={18} />}>
          {texts.inspections.csv}
        </Button>
      </div>
      <FilterBar search={search} />
      {query.isError ? (
        <ProblemNotice
          error={query.error}
          kept={query.data ? texts.problems.keptShown : texts.problems.keptFrames}
          onRetry={() => void (query.isFetchNextPageError ? query.fetchNextPage() : query.refetch())}
        />
      ) : null}
      {query.isPending ? (
        <RowsSkeleton view={view} />
      ) : items.length > 0 ? (
        <InspectionsGrid key={view} view={view} search={search} items={items} query={query} />
      ) : query.isError ? null : (
        <InspectionsEmpty filtered={isFiltered(search)} search={search} />
      )}
    </div>
  );
}
