import type { Verdict } from '@sightline/contracts';
import { texts } from '../texts';
import { outcomeOf, VerdictShape } from './verdict-shape';

/** Shape and word, in the verdict's colour. */
export function VerdictWord({ verdict, size = 18 }: { verdict: Verdict | null; size?: number }) {
  const outcome = outcomeOf(verdict);
  return (
    <span className={`verdict-word verdict-${outcome}`}>
      <VerdictShape outcome={outcome} size={size} />
      {texts.verdicts[outcome].word}
    </span>
  );
}
