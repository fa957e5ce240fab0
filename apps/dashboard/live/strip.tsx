import type { Inspection } from '@sightline/contracts';
import { Link } from '@tanstack/react-router';
import { RelativeTime } from '../format/relative-time';
import { texts } from '../texts';
import { outcomeOf, VerdictShape } from '../verdict/verdict-shape';
import { Thumbnail } from '../viewer/boxed-image';
import styles from './strip.module.css';
import { useHeld } from './use-held';

const nameOf = ({ verdict, part }: Inspection) => texts.live.partName(texts.verdicts[outcomeOf(verdict)].word, part);

/** The last parts, newest first; holds still while the pointer is on it. */
export function Strip({ inspections }: { inspections: readonly Inspection[] }) {
  const { shown, fresh, isMore, hold, release } = useHeld(inspections);
  return (
    <section
      className={styles.strip}
      aria-label={texts.live.lastParts}
      onPointerEnter={(event) => event.pointerType === 'mouse' && hold()}
      onPointerLeave={release}
      onFocus={hold}
      onBlur={release}
    >
      <ul className={styles.parts}>
        {shown.map((inspection) => {
          const outcome = outcomeOf(inspection.verdict);
          return (
            <li key={inspection.id}>
              <Link
                to="/inspections/$id"
                params={{ id: inspection.id }}
                search={{ line: inspection.line }}
                className={`${styles.part} verdict-${outcome}`}
                aria-label={nameOf(inspection)}
                title={nameOf(inspection)}
              >
                <span className={styles.image}>
                  <Thumbnail inspection={inspection} />
                </span>
                <span className={styles.foot}>
                  <VerdictShape outcome={outcome} size={18} />
                  <RelativeTime time={inspection.judgedAt ?? inspection.receivedAt} />
                </span>
              </Link>
            </li>
          );
        })}
      </ul>
      {fresh > 0 ? (
        <button type="button" className={styles.fresh} onClick={release}>
          {texts.live.fresh(fresh, isMore)}
        </button>
      ) : null}
    </section>
  );
}
