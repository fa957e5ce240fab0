import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { framePreprocessed, type EventOf } from '@sightline/contracts';
import { OnEvent } from '@sightline/events';
import { availableParallelism } from 'node:os';
import { InferenceService } from './inference.service.js';

/** A worker holds two frames, a third is on its way to it; the workers' own setting may be lower, then frames wait in the runtime. */
const maxInFlight = 3 * Math.max(availableParallelism(), Number(process.env['SIGHTLINE_INFERENCE_WORKERS']) || 0);

/** Safe to redeliver: the published event's id derives from the frame and the model version. */
@Controller()
export class FramePreprocessedConsumer {
  constructor(private readonly inference: InferenceService) {}

  @OnEvent(framePreprocessed, { group: 'inference', maxInFlight })
  handle(@Payload() event: EventOf<typeof framePreprocessed>): Promise<void> {
    return this.inference.infer(event.data, Date.parse(event.time));
  }
}
