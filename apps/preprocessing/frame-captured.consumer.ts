import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { frameCaptured, type EventOf } from '@sightline/contracts';
import { OnEvent } from '@sightline/events';
import { availableParallelism } from 'node:os';
import { PreprocessingService } from './preprocessing.service.js';

/** Safe to redeliver: the published event's id derives from the frame. */
@Controller()
export class FrameCapturedConsumer {
  constructor(private readonly preprocessing: PreprocessingService) {}

  // Two a core: one is decoded while another is read or published.
  @OnEvent(frameCaptured, { group: 'preprocessing', maxInFlight: 2 * availableParallelism() })
  handle(@Payload() event: EventOf<typeof frameCaptured>): Promise<void> {
    return this.preprocessing.preprocess(event.data);
  }
}
