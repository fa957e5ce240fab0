import { Inject, Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { EventBus } from '@sightline/events';
import { InputError, logger, Metrics, OperationalError, type ConfigOf } from '@sightline/platform';
import { ObjectStore } from '@sightline/storage';
import { frameCaptured } from '@sightline/contracts';
import { ingestionConfig } from './ingestion.config.js';

const log = logger('ingestion');
const lookEveryMs = 1000;

/** Refuses frames before the disk is full or the backlog has grown past what can be judged in useful time. */
@Injectable()
export class OverloadGuard implements OnModuleInit, OnApplicationShutdown {
  private refusal: Error | null = null;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    @Inject(ingestionConfig.token) private readonly config: ConfigOf<typeof ingestionConfig>,
    private readonly store: ObjectStore,
    private readonly bus: EventBus,
    private readonly metrics: Metrics,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.look();
    this.timer = setInterval(() => void this.look(), lookEveryMs);
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** @throws OperationalError `storage-full`, InputError 429 `backlog-full`; both with `Retry-After` */
  check(): void {
    if (this.refusal) throw this.refusal;
  }

  private async look(): Promise<void> {
    try {
      const backlog = Math.max(0, ...(await this.bus.lag()).filter(({ topic }) => topic === frameCaptured.name).map(({ lag }) => lag));
      this.metrics
        .gauge({ name: 'sightline_backlog_frames', help: 'Frames accepted and not yet taken up by the slowest stage' })
        .set(backlog);
      this.refusal = (await this.storageRefusal()) ?? this.backlogRefusal(backlog);
    } catch (error) {
      log.warn({ err: error }, 'cannot measure backlog and disk');
    }
  }

  private async storageRefusal(): Promise<Error | null> {
    const freeBytes = await this.store.freeBytes();
    if (freeBytes >= this.config.SIGHTLINE_MIN_FREE_BYTES) return null;
    return new OperationalError(
      'storage-full',
      `Only ${Math.round(freeBytes / 1e6)} MB are free where images are stored; free space or lower SIGHTLINE_MIN_FREE_BYTES`,
      { retryAfterSeconds: 30 },
    );
  }

  private backlogRefusal(backlog: number): Error | null {
    if (backlog <= this.config.SIGHTLINE_MAX_BACKLOG) return null;
    return new InputError({
      status: 429,
      code: 'backlog-full',
      detail: `${backlog} frames wait to be judged. Keep this one and send it again later.`,
      retryAfterSeconds: 5,
    });
  }
}
