import { Injectable } from '@nestjs/common';
import type { ModelVersion } from '@sightline/contracts';
import { ModelDirectory, PermanentError } from '@sightline/platform';
import { ModelRuntime } from '@sightline/runtime';
import { ObjectStore } from '@sightline/storage';

/** How long an alias is believed without asking again, ms; a promotion is heard at once. */
const believedMs = 1000;

/** Finds the version that a recipe's model reference means and sees to it that it is loaded. */
@Injectable()
export class ModelLoader {
  private readonly resolved = new Map<string, { version: Promise<ModelVersion>; until: number }>();
  private readonly loaded = new Map<string, Promise<void>>();

  constructor(
    private readonly directory: ModelDirectory,
    private readonly runtime: ModelRuntime,
    private readonly store: ObjectStore,
  ) {}

  /** @throws PermanentError `model-unknown`, or what the runtime says of the file */
  async ready(reference: string): Promise<ModelVersion> {
    const version = await this.resolve(reference);
    await this.load(version);
    return version;
  }

  /** Forgets what aliases meant. */
  forget(): void {
    this.resolved.clear();
  }

  private resolve(reference: string): Promise<ModelVersion> {
    const known = this.resolved.get(reference);
    if (known && known.until > performance.now()) return known.version;
    const version = this.directory.resolve(reference).then((found) => {
      if (found) return found;
      throw new PermanentError('model-unknown', `There is no model ${reference}; register it, or point the recipe to another one`);
    });
    version.catch(() => this.resolved.delete(reference));
    this.resolved.set(reference, { version, until: performance.now() + believedMs });
    return version;
  }

  private load({ sha256, key, contract }: ModelVersion): Promise<void> {
    let loading = this.loaded.get(sha256);
    if (!loading) {
      loading = this.store.localPath(key).then(async (file) => void (await this.runtime.load({ sha256, file, contract })));
      loading.catch(() => this.loaded.delete(sha256));
      this.loaded.set(sha256, loading);
    }
    return loading;
  }
}
