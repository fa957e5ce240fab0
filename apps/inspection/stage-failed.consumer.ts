import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { stageFailed, type EventOf } from '@sightline/contracts';
import { OnEvent } from '@sightline/events';
import { InspectionService } from './inspection.service.js';

/** Ends the frame's part of the inspection `error`. Safe to redeliver. */
@Controller()
export class StageFailedConsumer {
  constructor(private readonly inspections: InspectionService) {}

  @OnEvent(stageFailed, { group: 'inspection', maxInFlight: 256 })
  handle(@Payload() { data }: EventOf<typeof stageFailed>): Promise<void> {
    const { frame, ...answer } = data;
    return this.inspections.take({ frame, answer: { kind: 'failed', ...answer } });
  }
}
