import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { type ConfigOf, logger, Readiness } from '@sightline/platform';
import { setTimeout as sleep } from 'node:timers/promises';
import { inferenceConfig } from './inference.config.js';
import { LoadedModels } from './loaded-models.js';

const retryMs = 200;
/** A model that is still missing then does not keep the others from judging. */
const giveUpMs = 10_000;
const log = logger('inference');

/** Loads models before the first frame asks for them; until then the process is not ready. */
@Injectable()
export class ChampionReadiness implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly stopping = new AbortController();
  /** Reference to the reason why it cannot run yet. */
  private readonly missing = new Map<string, string>();

  constructor(
    private readonly models: LoadedModels,
    private readonly readiness: Readiness,
    @Inject(inferenceConfig.token) private readonly config: ConfigOf<typeof inferenceConfig>,
  ) {}

  onApplicationBootstrap(): void {
    this.readiness.require('inference', () => {
      if (this.missing.size > 0) throw new Error([...this.missing].map(([reference, reason]) => `${reference}: ${reason}`).join('; '));
    });
    for (const reference of this.config.SIGHTLINE_PRELOAD_MODELS) {
      this.missing.set(reference, 'the model is being loaded');
      void this.preload(reference);
    }
  }

  onApplicationShutdown(): void {
    this.stopping.abort();
  }

  private async preload(reference: string): Promise<void> {
    const deadline = performance.now() + giveUpMs;
    while (!this.stopping.signal.aborted && performance.now() < deadline) {
      try {
        await this.models.use(reference);
        this.missing.delete(reference);
        return;
      } catch (error) {
        this.missing.set(reference, error instanceof Error ? error.message : String(error));
      }
      await sleep(retryMs, undefined, { ref: false, signal: this.stopping.signal }).catch(() => undefined);
    }
    if (!this.stopping.signal.aborted) log.warn(`going on without the model ${reference}: ${this.missing.get(reference)}`);
    this.missing.delete(reference);
  }
}
