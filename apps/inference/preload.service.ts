import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleInit } from '@nestjs/common';
import { logger, Readiness, type ConfigOf } from '@sightline/platform';
import { inferenceConfig } from './inference.config.js';
import { ModelLoader } from './model.loader.js';

const log = logger('inference');

/**
 * Loads what frames will most likely need, so that the first one does not wait. The start does not wait for it, readiness does.
 * A model that cannot be loaded holds nothing up.
 */
@Injectable()
export class PreloadService implements OnModuleInit, OnApplicationBootstrap {
  private loading = true;

  constructor(
    @Inject(inferenceConfig.token) private readonly config: ConfigOf<typeof inferenceConfig>,
    private readonly models: ModelLoader,
    private readonly readiness: Readiness,
  ) {}

  onModuleInit(): void {
    this.readiness.require('inference', () => {
      if (this.loading) throw new Error('models are being loaded');
    });
  }

  /** Every module is up by now, so that the registry can answer. */
  onApplicationBootstrap(): void {
    void this.preload();
  }

  private async preload(): Promise<void> {
    for (const reference of this.config.SIGHTLINE_PRELOAD_MODELS)
      await this.models.ready(reference).catch((error: unknown) => log.warn({ err: error, model: reference }, 'this model cannot be preloaded'));
    this.loading = false;
  }
}
