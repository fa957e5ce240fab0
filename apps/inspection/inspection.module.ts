import { Module } from '@nestjs/common';
import { DatabaseModule } from '@sightline/database';
import { InspectionDirectory } from '@sightline/platform';
import { DeadLetterController } from './dead-letter.controller.js';
import { EventStreamController } from './event-stream.controller.js';
import { FeedRepository } from './feed.repository.js';
import { FeedService } from './feed.service.js';
import { FrameCapturedConsumer } from './frame-captured.consumer.js';
import { FrameRejectedConsumer } from './frame-rejected.consumer.js';
import { InferenceCompletedConsumer } from './inference-completed.consumer.js';
import { InspectionAftermath } from './inspection.aftermath.js';
import { inspectionConfig } from './inspection.config.js';
import { InspectionController } from './inspection.controller.js';
import { InspectionQueryService } from './inspection-query.service.js';
import { InspectionRepository } from './inspection.repository.js';
import { InspectionService } from './inspection.service.js';
import { JudgedRepository } from './judged.repository.js';
import { CreateInspection1763700000000 } from './migrations/create-inspection.migration.js';
import { ModelVersionPromotedConsumer } from './model-version-promoted.consumer.js';
import { OverlayService } from './overlay.service.js';
import { PendingRepository } from './pending.repository.js';
import { StageFailedConsumer } from './stage-failed.consumer.js';
import { StatisticsController } from './statistics.controller.js';
import { StatisticsRepository } from './statistics.repository.js';
import { SweeperService } from './sweeper.service.js';

/** The events database: judges frames by their recipes and tells what was judged. */
@Module({
  imports: [DatabaseModule.forService({ schema: 'inspection', migrations: [CreateInspection1763700000000] })],
  controllers: [
    FrameCapturedConsumer,
    FrameRejectedConsumer,
    InferenceCompletedConsumer,
    StageFailedConsumer,
    ModelVersionPromotedConsumer,
    InspectionController,
    StatisticsController,
    EventStreamController,
    DeadLetterController,
  ],
  providers: [
    inspectionConfig.provider,
    PendingRepository,
    JudgedRepository,
    InspectionRepository,
    StatisticsRepository,
    FeedRepository,
    FeedService,
    InspectionService,
    InspectionAftermath,
    InspectionQueryService,
    OverlayService,
    SweeperService,
    { provide: InspectionDirectory, useExisting: InspectionQueryService },
  ],
  exports: [InspectionDirectory],
})
export class InspectionModule {}
