import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { framePreprocessed, type EventOf } from '@sightline/contracts';
import { OnEvent } from '@sightline/events';
import { InferenceService } from './inference.service.js';

/** Safe to redeliver: the published event's id derives from the frame and the model version. */
@Controller()
export class FramePreprocessedConsumer {
  constructor(private readonly inference: InferenceService) {}

  @OnEvent(framePreprocessed, { group: 'inference', maxInFlight: 8 })
  handle(@Payload() event: EventOf<typeof framePreprocessed>): Promise<void> {
    return this.inference.infer(event.data);
  }
}
