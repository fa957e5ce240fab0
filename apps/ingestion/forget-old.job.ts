import { Inject, Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { logger, type ConfigOf } from '@sightline/platform';
import { FrameRepository } from './frame.repository.js';
import { ingestionConfig } from './ingestion.config.js';

const everyMs = 600_000;
const log = logger('ingestion');

/** Keeps the tables of keys and groupings small. */
@Injectable()
export class ForgetOldJob implements OnModuleInit, OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    @Inject(ingestionConfig.token) private readonly config: ConfigOf<typeof ingestionConfig>,
    private readonly frames: FrameRepository,
  ) {}

  onModuleInit(): void {
    this.timer = setInterval(() => {
      this.frames
        .forgetOld(this.config.SIGHTLINE_IDEMPOTENCY_HOURS)
        .catch((error: unknown) => log.warn({ err: error }, 'cannot forget old idempotency keys'));
    }, everyMs);
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }
}
