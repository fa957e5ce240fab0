import type { Verdict } from '@sightline/contracts';
import type { ReactNode } from 'react';
import './verdict.css';

export type Outcome = Verdict | 'pending';

/** Each verdict has an outline of its own, so that it is told apart without colour and from afar. */
const outlines: Record<Outcome, ReactNode> = {
  pass: <circle cx="12" cy="12" r="11" />,
  fail: <path d="M7.5 1h9L23 7.5v9L16.5 23h-9L1 16.5v-9z" />,
  review: <path d="M12 .5 23.5 12 12 23.5.5 12z" />,
  unusable: <rect x="1.5" y="1.5" width="21" height="21" rx="3" />,
  error: <path d="M12 1.2 23.6 22H.4z" />,
  pending: <circle cx="12" cy="12" r="9.5" fill="none" stroke="var(--verdict)" strokeWidth="2" strokeDasharray="4 3" />,
};
const marks: Record<Outcome, ReactNode> = {
  pass: <path d="m6.8 12.4 3.6 3.6 6.8-7.6" />,
  fail: <path d="m8 8 8 8m0-8-8 8" />,
  review: <path d="M9.4 9.6a2.7 2.7 0 1 1 4 2.3c-.9.5-1.4 1-1.4 2m0 3.1v.1" />,
  unusable: <path d="m6.5 17.5 11-11" />,
  error: <path d="M12 9v6m0 3.3v.1" />,
  pending: null,
};

export const outcomeOf = (verdict: Verdict | null): Outcome => verdict ?? 'pending';

/** @param tone `solid`: filled with the verdict's colour; `on`: for a ground that already has it */
export function VerdictShape({ outcome, size = 20, tone = 'solid' }: { outcome: Outcome; size?: number; tone?: 'solid' | 'on' }) {
  const [fill, mark] = tone === 'solid' ? ['var(--verdict-solid)', 'var(--on-verdict)'] : ['var(--on-verdict)', 'var(--verdict-solid)'];
  return (
    <svg className={`verdict-shape verdict-${outcome}`} width={size} height={size} viewBox="0 0 24 24" aria-hidden="true">
      <g fill={fill}>{outlines[outcome]}</g>
      <g fill="none" stroke={mark} strokeWidth="2.6" strokeLinecap="round" strokeLinejoin="round">
        {marks[outcome]}
      </g>
    </svg>
  );
}
