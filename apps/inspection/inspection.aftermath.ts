import { Injectable } from '@nestjs/common';
import type { Inspection } from '@sightline/contracts';
import { Metrics } from '@sightline/platform';
import { FeedService } from './feed.service.js';

/** What follows once verdicts are committed: the live feed moves on and the figures are counted. */
@Injectable()
export class InspectionAftermath {
  private readonly verdicts;
  private readonly latency;

  constructor(
    private readonly feed: FeedService,
    metrics: Metrics,
  ) {
    this.verdicts = metrics.counter({
      name: 'sightline_inspections_total',
      help: 'Inspections judged, by verdict and line.',
      labelNames: ['verdict', 'line'],
    });
    this.latency = metrics.histogram({
      name: 'sightline_inspection_latency_seconds',
      help: 'From the arrival of the last frame to the verdict.',
      labelNames: ['line'],
      buckets: [0.025, 0.05, 0.1, 0.2, 0.35, 0.5, 1, 2, 5, 15, 60],
    });
  }

  tell(inspections: readonly Inspection[]): void {
    if (!inspections.length) return;
    for (const { verdict, line, latencyMs } of inspections) {
      this.verdicts.inc({ verdict: verdict!, line });
      if (latencyMs) this.latency.observe({ line }, latencyMs.total / 1000);
    }
    this.feed.wake();
  }
}
