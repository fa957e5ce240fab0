import { Inject, Injectable } from '@nestjs/common';
import { createEvent, modelVersionRegistered, type ModelVersion } from '@sightline/contracts';
import { Outbox } from '@sightline/events';
import type { ConfigOf } from '@sightline/platform';
import { ModelRuntime } from '@sightline/runtime';
import { ObjectStore } from '@sightline/storage';
import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { ModelRepository } from './model.repository.js';
import { registryConfig } from './registry.config.js';
import { SpooledFile } from './spooled-file.js';

export interface ModelSource {
  readonly name: string;
  /** The ONNX file on this machine, with the hash of its bytes. */
  readonly file: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly card: Record<string, unknown>;
  readonly by: string;
}

/** Makes versions out of ONNX files: nothing is stored before the file is known to be usable. */
@Injectable()
export class ModelRegistrationService {
  constructor(
    private readonly models: ModelRepository,
    private readonly runtime: ModelRuntime,
    private readonly store: ObjectStore,
    private readonly outbox: Outbox,
    @Inject(registryConfig.token) private readonly config: ConfigOf<typeof registryConfig>,
  ) {}

  /** Takes an upload to a file of its own; dispose of it when done. @throws InputError 413 `model-too-large` */
  spool(body: Readable): Promise<SpooledFile> {
    return SpooledFile.write(body, this.config.SIGHTLINE_MODEL_MAX_BYTES);
  }

  /**
   * Registers a file as the model's next version; the same bytes again answer the version they already are.
   * @throws InputError 422 `model-not-onnx`, `model-contract-unknown` saying what is missing
   */
  async register({ name, file, sha256, bytes, card, by }: ModelSource): Promise<{ version: ModelVersion; created: boolean }> {
    const known = await this.models.versionOf(name, sha256);
    if (known) return { version: known, created: false };
    const contract = await this.runtime.inspect(file);
    const key = `models/${sha256}.onnx`;
    if (!(await this.store.head(key))) await this.store.put(key, createReadStream(file), { sha256 });
    try {
      return await this.models.add({ name, sha256, bytes, key, contract, card, createdBy: by }, (runner, version) =>
        this.outbox.add(runner, [
          createEvent(modelVersionRegistered, { cause: [name, version.version], key: name, source: 'registry', data: version }),
        ]),
      );
    } catch (error) {
      if (!(await this.models.knowsBytes(sha256))) await this.store.delete(key);
      throw error;
    }
  }
}
