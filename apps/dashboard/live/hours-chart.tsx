import type { Statistics } from '@sightline/contracts';
import { lazy, Suspense } from 'react';
import styles from './line-view.module.css';

const BarChart = lazy(() => import('../charts/bar-chart').then(({ BarChart: chart }) => ({ default: chart })));

const hourMs = 3_600_000;

interface Hour {
  at: number;
  defects: number;
  inspections: number;
}

/** One entry an hour, also for those without any part. */
function hoursOf(groups: Statistics['groups'], from: string): Hour[] {
  const byHour = new Map(groups.map((group) => [Date.parse(group.hour ?? ''), group]));
  const hours: Hour[] = [];
  for (let at = Math.floor(Date.parse(from) / hourMs) * hourMs; at <= Date.now(); at += hourMs) {
    const group = byHour.get(at);
    hours.push({ at, defects: group?.defects ?? 0, inspections: group?.inspections ?? 0 });
  }
  return hours;
}

/** Defects an hour; the chart library comes after everything else. */
export function HoursChart({ groups, from }: { groups: Statistics['groups']; from: string }) {
  return (
    <div className={styles.chart}>
      <Suspense fallback={null}>
        <BarChart hours={hoursOf(groups, from)} />
      </Suspense>
    </div>
  );
}
