import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { frameRejected, type EventOf } from '@sightline/contracts';
import { OnEvent } from '@sightline/events';
import { InspectionService } from './inspection.service.js';

/** Ends the frame's part of the inspection `unusable`. Safe to redeliver. */
@Controller()
export class FrameRejectedConsumer {
  constructor(private readonly inspections: InspectionService) {}

  @OnEvent(frameRejected, { group: 'inspection', maxInFlight: 256 })
  handle(@Payload() { data }: EventOf<typeof frameRejected>): Promise<void> {
    const { frame, ...answer } = data;
    return this.inspections.take({ frame, answer: { kind: 'rejected', ...answer } });
  }
}
