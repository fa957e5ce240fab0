import type { Inspection } from '@sightline/contracts';
import { Link } from '@tanstack/react-router';
import { RelativeTime } from '../format/relative-time';
import { outcomeOf } from '../verdict/verdict-shape';
import { VerdictWord } from '../verdict/verdict-word';
import { Thumbnail } from '../viewer/boxed-image';
import type { InspectionsSearch } from './filter';
import styles from './row.module.css';

interface GalleryRowProps {
  items: readonly Inspection[];
  /** Place of the first one in the whole list. */
  first: number;
  start: number;
  perRow: number;
  current: number;
  filter: InspectionsSearch;
}

export function GalleryRow({ items, first, start, perRow, current, filter }: GalleryRowProps) {
  return (
    <div className={styles.tiles} style={{ transform: `translateY(${start}px)`, gridTemplateColumns: `repeat(${perRow}, minmax(0, 1fr))` }}>
      {items.map((inspection, index) => (
        <Link
          key={inspection.id}
          to="/inspections/$id"
          params={{ id: inspection.id }}
          search={filter}
          className={`${styles.tile} verdict-${outcomeOf(inspection.verdict)}`}
          data-current={first + index === current || undefined}
          data-inspection={inspection.id}
        >
          <Thumbnail inspection={inspection} width={320} />
          <span className={styles.tileFoot}>
            <VerdictWord verdict={inspection.verdict} size={16} />
            <RelativeTime time={inspection.judgedAt ?? inspection.receivedAt} />
            <span className={styles.cut} title={inspection.part ?? undefined}>
              {inspection.part ?? '–'}
            </span>
          </span>
        </Link>
      ))}
    </div>
  );
}
