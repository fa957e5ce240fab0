import { Injectable } from '@nestjs/common';
import { createEvent, modelDetailSchema, modelVersionPromoted, type Alias, type Model, type ModelVersion } from '@sightline/contracts';
import { Outbox } from '@sightline/events';
import { InputError, ModelDirectory } from '@sightline/platform';
import type { z } from 'zod';
import { AliasRepository, type AliasChange } from './alias.repository.js';
import { ModelRepository } from './model.repository.js';
import { nameBefore, pageOf } from './name-cursor.js';
import { WriteThroughCache } from './write-through.cache.js';

const reference = /^(.+)(?:@(.+)|:(\d+))$/;

/** Which versions a model has and where its aliases point. */
@Injectable()
export class ModelService extends ModelDirectory {
  private readonly immutable = new WriteThroughCache<ModelVersion>(() => 0);
  private readonly pointers = new WriteThroughCache<AliasChange>((alias) => alias.change);

  constructor(
    private readonly models: ModelRepository,
    private readonly aliases: AliasRepository,
    private readonly outbox: Outbox,
  ) {
    super();
  }

  async resolve(text: string): Promise<ModelVersion | null> {
    const [, name, alias, version] = reference.exec(text) ?? [];
    if (name === undefined) return null;
    if (version !== undefined) return this.findVersion(name, Number(version));
    const pointer = await this.pointers.find(`${name}@${alias}`, () => this.aliases.find(name, alias!));
    return pointer && this.findVersion(name, pointer.version);
  }

  async list({ limit, cursor }: { limit: number; cursor?: string | undefined }): Promise<{ items: Model[]; nextCursor: string | null }> {
    return pageOf(await this.models.list(nameBefore(cursor), limit + 1), limit, (model) => model.name);
  }

  /** @throws InputError 404 `model-unknown` */
  async detail(name: string): Promise<z.infer<typeof modelDetailSchema>> {
    const model = await this.models.find(name);
    if (!model)
      throw new InputError({ status: 404, code: 'model-unknown', detail: `There is no model "${name}". GET /v1/models lists them.` });
    return { ...model, versions: await this.models.versions(name) };
  }

  /** @throws InputError 404 `model-version-unknown` */
  async version(name: string, version: number): Promise<ModelVersion> {
    const found = await this.findVersion(name, version);
    if (!found)
      throw new InputError({
        status: 404,
        code: 'model-version-unknown',
        detail: `Model "${name}" has no version ${version}. GET /v1/models/${name} lists its versions.`,
      });
    return found;
  }

  /** @param at a time: where the alias pointed then. @throws InputError 404 `alias-unknown` */
  async alias(model: string, alias: string, at?: string): Promise<Alias> {
    const found = await this.aliases.find(model, alias, at);
    if (!found)
      throw new InputError({
        status: 404,
        code: 'alias-unknown',
        detail: `Model "${model}" ${at ? `had no alias "${alias}" at ${at}` : `has no alias "${alias}"`}. Set it with PUT /v1/models/${model}/aliases/${alias}.`,
      });
    return withoutChange(found);
  }

  /**
   * Points an alias to another version. What may stand in the way of a promotion (gates) is asked here, before the alias moves.
   * @throws InputError 404 `model-version-unknown`
   */
  async promote(model: string, alias: string, version: number, by: string): Promise<Alias> {
    await this.version(model, version);
    const change = await this.aliases.set({ model, alias, version, by }, (runner, moved, previous) =>
      this.outbox.add(runner, [
        createEvent(modelVersionPromoted, {
          cause: [moved.change],
          key: model,
          source: 'registry',
          data: { model, alias, version, previousVersion: previous?.version ?? null, by, at: moved.setAt },
        }),
      ]),
    );
    this.pointers.set(`${model}@${alias}`, change);
    return withoutChange(change);
  }

  private findVersion(name: string, version: number): Promise<ModelVersion | null> {
    return this.immutable.find(`${name}:${version}`, () => this.models.version(name, version));
  }
}

const withoutChange = ({ change: _, ...alias }: AliasChange): Alias => alias;
