import { Global, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD } from '@nestjs/core';
import { AccessGuard } from './access.guard.js';
import { HealthController } from './health.controller.js';
import { httpConfig } from './http.config.js';
import { Metrics } from './metrics.js';
import { ProblemFilter } from './problem.filter.js';
import { Readiness } from './readiness.js';

/** What every service has: health, readiness, metrics, problem documents, the guard. */
@Global()
@Module({
  controllers: [HealthController],
  providers: [
    Metrics,
    Readiness,
    httpConfig.provider,
    { provide: APP_GUARD, useClass: AccessGuard },
    { provide: APP_FILTER, useClass: ProblemFilter },
  ],
  exports: [Metrics, Readiness],
})
export class PlatformModule {}
