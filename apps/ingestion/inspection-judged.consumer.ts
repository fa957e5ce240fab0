import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { inspectionJudged, type EventOf } from '@sightline/contracts';
import { OnEvent } from '@sightline/events';
import { VerdictWaiters } from './verdict-waiters.js';

/** Every process hears every verdict: the one that holds the waiting request answers it. */
@Controller()
export class InspectionJudgedConsumer {
  constructor(private readonly waiters: VerdictWaiters) {}

  @OnEvent(inspectionJudged, { group: 'ingestion', mode: 'broadcast' })
  handle(@Payload() event: EventOf<typeof inspectionJudged>): void {
    this.waiters.tell(event.data);
  }
}
