import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { ModelVersion } from '@sightline/contracts';
import { type ConfigOf, logger, ModelDirectory, PermanentError } from '@sightline/platform';
import { ModelRuntime } from '@sightline/runtime';
import { ObjectStore } from '@sightline/storage';
import { inferenceConfig } from './inference.config.js';

/** An alias may be moved without this process hearing of it; promotions that it hears of count at once. */
const trustedMs = 1000;
const sweepMs = 60_000;
const log = logger('inference');

interface Resolved {
  readonly version: Promise<ModelVersion>;
  readonly until: number;
}
interface InUse {
  readonly loaded: Promise<unknown>;
  usedAt: number;
}

/** Which version a reference means now, loaded; versions that nothing asks for any more are unloaded. */
@Injectable()
export class LoadedModels implements OnApplicationShutdown {
  private readonly resolved = new Map<string, Resolved>();
  private readonly inUse = new Map<string, InUse>();
  private readonly sweeper = setInterval(() => void this.unloadUnused(), sweepMs).unref();

  constructor(
    private readonly directory: ModelDirectory,
    private readonly store: ObjectStore,
    private readonly runtime: ModelRuntime,
    @Inject(inferenceConfig.token) private readonly config: ConfigOf<typeof inferenceConfig>,
  ) {}

  /**
   * The version that a reference means, ready to run.
   * @throws PermanentError `model-unknown`, `model-load-failed`
   */
  async use(reference: string): Promise<ModelVersion> {
    const version = await this.resolve(reference);
    await this.load(version);
    return version;
  }

  /** Forgets what a reference meant, and loads what it means now if it was in use. */
  async refresh(reference: string): Promise<void> {
    if (this.resolved.delete(reference)) await this.use(reference);
  }

  onApplicationShutdown(): void {
    clearInterval(this.sweeper);
  }

  private resolve(reference: string): Promise<ModelVersion> {
    const known = this.resolved.get(reference);
    if (known && performance.now() < known.until) return known.version;
    const version = this.lookUp(reference);
    this.resolved.set(reference, { version, until: performance.now() + trustedMs });
    version.catch(() => this.resolved.delete(reference));
    return version;
  }

  private async lookUp(reference: string): Promise<ModelVersion> {
    const version = await this.directory.resolve(reference);
    if (!version)
      throw new PermanentError('model-unknown', `There is no model ${reference}. Register it, or set its alias, and replay the frame.`);
    return version;
  }

  private load(version: ModelVersion): Promise<unknown> {
    const known = this.inUse.get(version.sha256);
    if (known) {
      known.usedAt = performance.now();
      return known.loaded;
    }
    const loaded = this.loadFile(version);
    this.inUse.set(version.sha256, { loaded, usedAt: performance.now() });
    loaded.catch(() => this.inUse.delete(version.sha256));
    return loaded;
  }

  private async loadFile({ name, version, sha256, key, contract }: ModelVersion): Promise<void> {
    const started = performance.now();
    await this.runtime.load({ sha256, file: await this.store.localPath(key), contract });
    log.info({ ms: Math.round(performance.now() - started) }, `loaded model ${name}:${version}`);
  }

  private async unloadUnused(): Promise<void> {
    const oldest = performance.now() - this.config.SIGHTLINE_UNLOAD_AFTER_MINUTES * 60_000;
    const unused = [...this.inUse].filter(([, { usedAt }]) => usedAt < oldest).map(([sha256]) => sha256);
    for (const sha256 of unused) this.inUse.delete(sha256);
    await Promise.allSettled(unused.map((sha256) => this.runtime.unload(sha256)));
  }
}
