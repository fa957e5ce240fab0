import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { modelVersionPromoted, type EventOf } from '@sightline/contracts';
import { OnEvent } from '@sightline/events';
import { LoadedModels } from './loaded-models.js';

/** Every process hears of promotions, so that the next frame is judged by the new version. */
@Controller()
export class ModelVersionPromotedConsumer {
  constructor(private readonly models: LoadedModels) {}

  @OnEvent(modelVersionPromoted, { group: 'inference', mode: 'broadcast' })
  handle(@Payload() { data }: EventOf<typeof modelVersionPromoted>): Promise<void> {
    return this.models.refresh(`${data.model}@${data.alias}`);
  }
}
