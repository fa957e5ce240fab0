import type { Inspection } from '@sightline/contracts';
import { useElementSize, useMergedRef } from '@mantine/hooks';
import { useNavigate } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, useState } from 'react';
import { useKeys } from '../shell/keys';
import { texts } from '../texts';
import { activeFilters, type InspectionsSearch } from './filter';
import { GalleryRow } from './gallery-row';
import styles from './inspections.module.css';
import { TableHead, TableRow } from './table-row';
import { useTableRows } from './use-table-rows';

interface InspectionsGridProps {
  view: 'table' | 'gallery';
  search: InspectionsSearch;
  items: readonly Inspection[];
  query: { hasNextPage: boolean; isFetchingNextPage: boolean; isFetchNextPageError: boolean; fetchNextPage: () => unknown };
}

const rowPx = 56;
const tilePx = 256;
const tileWidthPx = 232;
/** The next page is fetched when this many rows are left. */
const aheadRows = 20;

/** Table or gallery; only what is in sight is drawn, more is fetched while scrolling. */
export function InspectionsGrid({ view, search, items, query }: InspectionsGridProps) {
  const scroll = useRef<HTMLDivElement>(null);
  const { ref: sizeRef, width } = useElementSize();
  const ref = useMergedRef(scroll, sizeRef);
  const navigate = useNavigate();
  const [current, setCurrent] = useState(-1);
  const perRow = view === 'table' ? 1 : Math.max(1, Math.floor((width + 12) / tileWidthPx));
  const rowCount = Math.ceil(items.length / perRow);
  const virtualizer = useVirtualizer({
    count: rowCount,
    getScrollElement: () => scroll.current,
    estimateSize: () => (view === 'table' ? rowPx : tilePx),
    overscan: 6,
    scrollPaddingStart: 44,
  });
  const rows = virtualizer.getVirtualItems();
  const lastRow = rows.at(-1)?.index ?? 0;
  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = query;
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && !isFetchNextPageError && lastRow >= rowCount - aheadRows) fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage, lastRow, rowCount]);

  const move = (step: number) => {
    const next = Math.min(items.length - 1, Math.max(0, current + step));
    setCurrent(next);
    virtualizer.scrollToIndex(Math.floor(next / perRow), { align: 'auto' });
  };
  const filter = activeFilters(search);
  useKeys({
    j: () => move(1),
    k: () => move(-1),
    ArrowDown: () => move(perRow),
    ArrowUp: () => move(-perRow),
    Enter: () => {
      const chosen = items[current];
      if (chosen) void navigate({ to: '/inspections/$id', params: { id: chosen.id }, search: filter });
    },
  });
  const tableRows = useTableRows(items);
  const body = (
    <div className={styles.body} role={view === 'table' ? 'rowgroup' : undefined} style={{ height: virtualizer.getTotalSize() }}>
      {rows.map(({ index, start, key }) => {
        const tableRow = tableRows[index];
        if (view === 'gallery')
          return (
            <GalleryRow
              key={key}
              items={items.slice(index * perRow, (index + 1) * perRow)}
              first={index * perRow}
              start={start}
              perRow={perRow}
              current={current}
              filter={filter}
            />
          );
        return tableRow ? (
          <TableRow key={tableRow.id} row={tableRow} index={index} start={start} isCurrent={index === current} filter={filter} />
        ) : null;
      })}
    </div>
  );
  if (view === 'gallery') {
    return (
      <div ref={ref} className={styles.scroll} tabIndex={0} role="region" aria-label={texts.inspections.gallery}>
        {body}
      </div>
    );
  }
  return (
    <div
      ref={ref}
      className={`${styles.scroll} ${styles.table}`}
      role="table"
      aria-label={texts.places.inspections}
      aria-rowcount={hasNextPage ? -1 : items.length + 1}
    >
      <TableHead />
      {body}
    </div>
  );
}
