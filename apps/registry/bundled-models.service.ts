import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { recipeSchema, type RecipeInput } from '@sightline/contracts';
import { bundledRecipes } from '@sightline/judging';
import { logger, type ConfigOf } from '@sightline/platform';
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { AliasRepository } from './alias.repository.js';
import { ModelRegistrationService } from './model-registration.service.js';
import { ModelService } from './model.service.js';
import { RecipeService } from './recipe.service.js';
import { registryConfig } from './registry.config.js';

const log = logger('registry');
/** Signs what Sightline itself set, so that a later release may move it; what a person set stays. */
const product = 'sightline';

/** Registers the models that come along, so that a fresh start can judge frames. */
@Injectable()
export class BundledModelsService implements OnApplicationBootstrap {
  constructor(
    private readonly registration: ModelRegistrationService,
    private readonly models: ModelService,
    private readonly aliases: AliasRepository,
    private readonly recipes: RecipeService,
    @Inject(registryConfig.token) private readonly config: ConfigOf<typeof registryConfig>,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const folder = path.resolve(this.config.SIGHTLINE_MODELS_DIR);
    const names = await readdir(folder).catch(() => []);
    for (const name of names.sort()) await this.registerFolder(name, path.join(folder, name));
    for (const [name, recipe] of Object.entries(bundledRecipes)) await this.ensureRecipe(name, recipe);
  }

  private async registerFolder(name: string, folder: string): Promise<void> {
    const file = path.join(folder, 'model.onnx');
    const [onnx, card] = await Promise.all([
      readFile(file).catch(() => null),
      readFile(path.join(folder, 'card.json'), 'utf8').catch(() => null),
    ]);
    if (!onnx || !card) return;
    try {
      const sha256 = createHash('sha256').update(onnx).digest('hex');
      const { version, created } = await this.registration.register({
        name,
        file,
        sha256,
        bytes: onnx.length,
        card: JSON.parse(card) as Record<string, unknown>,
        by: product,
      });
      const champion = await this.aliases.find(name, 'champion');
      if (!champion || (created && champion.setBy === product)) await this.models.promote(name, 'champion', version.version, product);
      if (created) log.info(`registered ${name}:${version.version}`);
    } catch (error) {
      // A broken bundle must not keep the rest from starting; readiness tells what cannot be judged.
      log.error({ err: error }, `cannot register the bundled model ${folder}`);
    }
  }

  private async ensureRecipe(name: string, input: RecipeInput): Promise<void> {
    if (await this.recipes.find(name)) return;
    if (!(await this.models.resolve(input.model))) return;
    await this.recipes.save(name, recipeSchema.parse(input), product);
    log.info(`made recipe ${name}`);
  }
}
