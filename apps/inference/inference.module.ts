import { Module } from '@nestjs/common';
import { ChampionReadiness } from './champion.readiness.js';
import { FramePreprocessedConsumer } from './frame-preprocessed.consumer.js';
import { inferenceConfig } from './inference.config.js';
import { InferenceMetrics } from './inference.metrics.js';
import { InferenceService } from './inference.service.js';
import { LoadedModels } from './loaded-models.js';
import { ModelVersionPromotedConsumer } from './model-version-promoted.consumer.js';

/** Runs the recipe's model on frames. Keeps no database; needs the event bus, the object store, the model runtime and the model directory. */
@Module({
  controllers: [FramePreprocessedConsumer, ModelVersionPromotedConsumer],
  providers: [inferenceConfig.provider, InferenceService, InferenceMetrics, LoadedModels, ChampionReadiness],
})
export class InferenceModule {}
