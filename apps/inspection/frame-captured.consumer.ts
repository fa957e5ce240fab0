import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { frameCaptured, type EventOf } from '@sightline/contracts';
import { OnEvent } from '@sightline/events';
import { InspectionService } from './inspection.service.js';

/** Opens the inspection of a frame. Safe to redeliver. */
@Controller()
export class FrameCapturedConsumer {
  constructor(private readonly inspections: InspectionService) {}

  @OnEvent(frameCaptured, { group: 'inspection', maxInFlight: 256 })
  handle(@Payload() { data }: EventOf<typeof frameCaptured>): Promise<void> {
    return this.inspections.open(data);
  }
}
