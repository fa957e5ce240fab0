import type { Measures } from '@sightline/contracts';
import { formatCount, formatShare } from '../format/numbers';
import { formatSince } from '../format/times';
import { isSmallSample, wilsonInterval } from '../format/wilson';
import { texts } from '../texts';
import styles from './yield.module.css';

/** Yield with what it rests on, and its interval while the sample is small. */
export function Yield({ measures, from, compact = false }: { measures: Measures | undefined; from: string; compact?: boolean }) {
  const { pass = 0, fail = 0, review = 0 } = measures?.verdicts ?? {};
  const judged = pass + fail + review;
  const [lower, upper] = wilsonInterval(pass, judged);
  return (
    <div className={compact ? styles.compact : styles.yield}>
      <span className={styles.name}>{texts.live.yieldSince(formatSince(from))}</span>
      <strong className={styles.share}>{judged > 0 ? formatShare(pass / judged) : '–'}</strong>
      <span className={styles.basis}>
        {judged > 0 ? texts.live.basis(formatCount(pass), formatCount(judged)) : measures ? texts.live.nothingJudged : '\u00a0'}
        {judged > 0 && isSmallSample(pass, judged) ? (
          <span className={styles.interval} title={texts.live.intervalHint}>
            {texts.live.interval(formatShare(lower), formatShare(upper))}
          </span>
        ) : null}
      </span>
    </div>
  );
}
