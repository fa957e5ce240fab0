import { Skeleton } from '@mantine/core';
import styles from './inspections.module.css';

const places = Array.from({ length: 12 }, (_, index) => index);

export function RowsSkeleton({ view }: { view: 'table' | 'gallery' }) {
  return (
    <div className={view === 'table' ? styles.skeletonRows : styles.skeletonTiles} aria-hidden="true">
      {places.map((place) => (
        <Skeleton key={place} height={view === 'table' ? 56 : 244} radius={6} />
      ))}
    </div>
  );
}
