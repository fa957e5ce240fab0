import { Controller } from '@nestjs/common';
import { modelVersionPromoted } from '@sightline/contracts';
import { OnEvent } from '@sightline/events';
import { ModelLoader } from './model.loader.js';

/** Every process hears of a promotion and asks anew what an alias means. */
@Controller()
export class ModelVersionPromotedConsumer {
  constructor(private readonly models: ModelLoader) {}

  @OnEvent(modelVersionPromoted, { group: 'inference', mode: 'broadcast' })
  handle(): void {
    this.models.forget();
  }
}
