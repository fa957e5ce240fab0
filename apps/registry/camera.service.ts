import { Injectable } from '@nestjs/common';
import type { Camera, CameraInput } from '@sightline/contracts';
import { CameraDirectory, InputError } from '@sightline/platform';
import { CameraRepository } from './camera.repository.js';
import { nameBefore, pageOf } from './name-cursor.js';
import { RecipeService } from './recipe.service.js';
import { WriteThroughCache } from './write-through.cache.js';

/** Where cameras stand and which recipe judges their frames. */
@Injectable()
export class CameraService extends CameraDirectory {
  private readonly cache = new WriteThroughCache<Camera>((camera) => camera.version);

  constructor(
    private readonly cameras: CameraRepository,
    private readonly recipes: RecipeService,
  ) {
    super();
  }

  find(id: string): Promise<Camera | null> {
    return this.cache.find(id, () => this.cameras.find(id));
  }

  /** Past the cache, which knows only this process's writes. @throws InputError 404 `camera-unknown` */
  async get(id: string): Promise<Camera> {
    return (await this.cameras.find(id)) ?? unknownCamera(id);
  }

  async list({ limit, cursor }: { limit: number; cursor?: string | undefined }): Promise<{ items: Camera[]; nextCursor: string | null }> {
    return pageOf(await this.cameras.list(nameBefore(cursor), limit + 1), limit, (camera) => camera.id);
  }

  /** @throws InputError 422 `recipe-unknown` */
  async save(id: string, input: CameraInput, by: string): Promise<Camera> {
    if (!(await this.recipes.find(input.recipe)))
      throw new InputError({
        status: 422,
        code: 'recipe-unknown',
        detail: `There is no recipe "${input.recipe}". Make it first with PUT /v1/recipes/${input.recipe}, or name one that GET /v1/recipes lists.`,
      });
    const camera = await this.cameras.save(id, input, by);
    this.cache.set(id, camera);
    return camera;
  }

  /** @throws InputError 404 `camera-unknown` */
  async remove(id: string, by: string): Promise<void> {
    const existed = await this.cameras.remove(id, by);
    this.cache.delete(id);
    if (!existed) unknownCamera(id);
  }
}

function unknownCamera(id: string): never {
  throw new InputError({
    status: 404,
    code: 'camera-unknown',
    detail: `There is no camera "${id}". GET /v1/cameras lists them; PUT /v1/cameras/${id} makes it.`,
  });
}
