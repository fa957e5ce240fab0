import { Module } from '@nestjs/common';
import { DatabaseModule } from '@sightline/database';
import { ForgetOldJob } from './forget-old.job.js';
import { FrameImageService } from './frame-image.service.js';
import { FrameRepository } from './frame.repository.js';
import { FramesController } from './frames.controller.js';
import { ingestionConfig } from './ingestion.config.js';
import { InspectionJudgedConsumer } from './inspection-judged.consumer.js';
import { IntakeService } from './intake.service.js';
import { Frames1763700000000 } from './migrations/1763700000000-frames.js';
import { OrphanSweepJob } from './orphan-sweep.job.js';
import { OverloadGuard } from './overload.guard.js';
import { VerdictWaiters } from './verdict-waiters.js';

@Module({
  imports: [DatabaseModule.forService({ schema: 'ingestion', migrations: [Frames1763700000000] })],
  controllers: [FramesController, InspectionJudgedConsumer],
  providers: [
    ingestionConfig.provider,
    IntakeService,
    FrameRepository,
    FrameImageService,
    OverloadGuard,
    VerdictWaiters,
    ForgetOldJob,
    OrphanSweepJob,
  ],
})
export class IngestionModule {}
