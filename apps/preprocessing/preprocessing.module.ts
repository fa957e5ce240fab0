import { Module } from '@nestjs/common';
import { FrameCapturedConsumer } from './frame-captured.consumer.js';
import { PreprocessingMetrics } from './preprocessing.metrics.js';
import { PreprocessingService } from './preprocessing.service.js';

/** Decides whether a frame is fit to be judged. Keeps no database; needs the event bus, the object store and the runtime's frame room. */
@Module({ controllers: [FrameCapturedConsumer], providers: [PreprocessingService, PreprocessingMetrics] })
export class PreprocessingModule {}
