import { Injectable } from '@nestjs/common';
import type { Recipe, RecipeVersion } from '@sightline/contracts';
import { InputError, RecipeDirectory } from '@sightline/platform';
import { ModelService } from './model.service.js';
import { nameBefore, pageOf } from './name-cursor.js';
import { RecipeRepository } from './recipe.repository.js';
import { WriteThroughCache } from './write-through.cache.js';

/** How products are inspected; every change is a new version, old ones stay as they were. */
@Injectable()
export class RecipeService extends RecipeDirectory {
  private readonly latest = new WriteThroughCache<RecipeVersion>((recipe) => recipe.version);
  private readonly versioned = new WriteThroughCache<RecipeVersion>((recipe) => recipe.version);

  constructor(
    private readonly recipes: RecipeRepository,
    private readonly models: ModelService,
  ) {
    super();
  }

  find(name: string, version?: number): Promise<RecipeVersion | null> {
    if (version === undefined) return this.latest.find(name, () => this.recipes.latest(name));
    return this.versioned.find(`${name}:${version}`, () => this.recipes.version(name, version));
  }

  /** Past the cache, which knows only this process's writes. @throws InputError 404 `recipe-unknown` */
  async get(name: string, version?: number): Promise<RecipeVersion> {
    const found = version === undefined ? await this.recipes.latest(name) : await this.recipes.version(name, version);
    return found ?? unknownRecipe(name, version);
  }

  async list({
    limit,
    cursor,
  }: {
    limit: number;
    cursor?: string | undefined;
  }): Promise<{ items: RecipeVersion[]; nextCursor: string | null }> {
    return pageOf(await this.recipes.list(nameBefore(cursor), limit + 1), limit, (recipe) => recipe.name);
  }

  /** Newest first. @throws InputError 404 `recipe-unknown` */
  async versions(name: string): Promise<RecipeVersion[]> {
    const versions = await this.recipes.versions(name);
    return versions.length ? versions : unknownRecipe(name);
  }

  /**
   * @param ifMatch the version that the caller last saw, as its ETag; `*` is any
   * @throws InputError 422 `model-unknown`, 412 `recipe-changed`
   */
  async save(name: string, recipe: Recipe, by: string, ifMatch?: string): Promise<RecipeVersion> {
    if (!(await this.models.resolve(recipe.model)))
      throw new InputError({
        status: 422,
        code: 'model-unknown',
        detail: `There is no model ${recipe.model}. Register it with POST /v1/models/NAME/versions or set the alias; GET /v1/models lists what there is.`,
      });
    const saved = await this.recipes.save(name, recipe, by, (latest) => {
      if (ifMatch !== undefined && !matches(ifMatch, latest))
        throw new InputError({
          status: 412,
          code: 'recipe-changed',
          detail: `Recipe "${name}" is at version ${latest} by now, not at ${ifMatch}. Read it again, make your change to that, and send If-Match: "${latest}".`,
        });
    });
    this.latest.set(name, saved);
    return saved;
  }
}

/** RFC 9110, 13.1.1: a list of entity tags, or `*` for anything that exists. */
function matches(ifMatch: string, latest: number): boolean {
  if (ifMatch.trim() === '*') return latest > 0;
  return ifMatch.split(',').some((tag) => tag.trim().replaceAll('"', '') === String(latest));
}

function unknownRecipe(name: string, version?: number): never {
  const what = version === undefined ? `recipe "${name}"` : `version ${version} of recipe "${name}"`;
  throw new InputError({ status: 404, code: 'recipe-unknown', detail: `There is no ${what}. GET /v1/recipes lists what there is.` });
}
