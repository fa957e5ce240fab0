import { Module } from '@nestjs/common';
import { FrameCapturedConsumer } from './frame-captured.consumer.js';
import { preprocessingConfig } from './preprocessing.config.js';
import { PreprocessingService } from './preprocessing.service.js';

@Module({ controllers: [FrameCapturedConsumer], providers: [preprocessingConfig.provider, PreprocessingService] })
export class PreprocessingModule {}
