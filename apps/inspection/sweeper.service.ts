import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { EventBus } from '@sightline/events';
import { logger, type ConfigOf } from '@sightline/platform';
import { inspectionConfig } from './inspection.config.js';
import { InspectionService } from './inspection.service.js';

const log = logger('inspection');
const giveUpEveryMs = 30_000;

/** Keeps the time limits. They stand in the database, so a restart neither loses nor shortens them. */
@Injectable()
export class SweeperService implements OnApplicationBootstrap, OnModuleDestroy {
  private timers: NodeJS.Timeout[] = [];
  private readonly running = new Set<Promise<void>>();

  constructor(
    private readonly inspections: InspectionService,
    private readonly bus: EventBus,
    @Inject(inspectionConfig.token) private readonly config: ConfigOf<typeof inspectionConfig>,
  ) {}

  onApplicationBootstrap(): void {
    this.every(this.config.SIGHTLINE_INSPECTION_SWEEP_MS, () => this.inspections.closeOverdue());
    this.every(giveUpEveryMs, () => this.giveUp());
  }

  async onModuleDestroy(): Promise<void> {
    for (const timer of this.timers) clearInterval(timer);
    await Promise.all(this.running);
  }

  private async giveUp(): Promise<void> {
    const lag = (await this.bus.lag()).reduce((sum, group) => sum + group.lag, 0);
    const count = await this.inspections.giveUpAbandoned(this.config.SIGHTLINE_INSPECTION_TIMEOUT_MINUTES, lag === 0);
    if (count) log.warn(`gave up ${count} inspections that no stage answered`);
  }

  private every(ms: number, work: () => Promise<unknown>): void {
    let busy = false;
    const run = async (): Promise<void> => {
      busy = true;
      try {
        await work();
      } catch (error) {
        log.error({ err: error }, 'cannot keep the time limits');
      } finally {
        busy = false;
      }
    };
    this.timers.push(
      setInterval(() => {
        if (busy) return;
        const running = run().finally(() => this.running.delete(running));
        this.running.add(running);
      }, ms).unref(),
    );
  }
}
