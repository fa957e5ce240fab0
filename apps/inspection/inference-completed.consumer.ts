import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { inferenceCompleted, type EventOf } from '@sightline/contracts';
import { OnEvent } from '@sightline/events';
import { InspectionService } from './inspection.service.js';

/** Takes what the model found; the event carries the frame, so it may overtake the capture. Safe to redeliver. */
@Controller()
export class InferenceCompletedConsumer {
  constructor(private readonly inspections: InspectionService) {}

  @OnEvent(inferenceCompleted, { group: 'inspection', maxInFlight: 256 })
  handle(@Payload() { data }: EventOf<typeof inferenceCompleted>): Promise<void> {
    const { frame, ...answer } = data;
    return this.inspections.take({ frame, answer: { kind: 'inferred', ...answer } });
  }
}
