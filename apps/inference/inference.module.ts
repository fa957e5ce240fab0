import { Module } from '@nestjs/common';
import { FramePreprocessedConsumer } from './frame-preprocessed.consumer.js';
import { inferenceConfig } from './inference.config.js';
import { InferenceService } from './inference.service.js';
import { ModelVersionPromotedConsumer } from './model-version-promoted.consumer.js';
import { ModelLoader } from './model.loader.js';
import { PixelSource } from './pixel.source.js';
import { PreloadService } from './preload.service.js';

@Module({ controllers: [FramePreprocessedConsumer, ModelVersionPromotedConsumer], providers: [inferenceConfig.provider, ModelLoader, PixelSource, InferenceService, PreloadService] })
export class InferenceModule {}
