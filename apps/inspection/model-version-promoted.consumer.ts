import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { modelVersionPromoted, type EventOf } from '@sightline/contracts';
import { OnEvent } from '@sightline/events';
import { FeedService } from './feed.service.js';

/** Puts promotions on the live feed. Safe to redeliver: the feed knows the event's id. */
@Controller()
export class ModelVersionPromotedConsumer {
  constructor(private readonly feed: FeedService) {}

  @OnEvent(modelVersionPromoted, { group: 'inspection' })
  handle(@Payload() event: EventOf<typeof modelVersionPromoted>): Promise<void> {
    return this.feed.announce(event);
  }
}
