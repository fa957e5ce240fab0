import { Module } from '@nestjs/common';
import { DatabaseModule } from '@sightline/database';
import { CameraDirectory, ModelDirectory, RecipeDirectory } from '@sightline/platform';
import { AliasRepository } from './alias.repository.js';
import { BundledModelsService } from './bundled-models.service.js';
import { CameraController } from './camera.controller.js';
import { CameraRepository } from './camera.repository.js';
import { CameraService } from './camera.service.js';
import { CreateRegistry1763700000000 } from './migrations/create-registry.migration.js';
import { ModelController } from './model.controller.js';
import { ModelRegistrationService } from './model-registration.service.js';
import { ModelRepository } from './model.repository.js';
import { ModelService } from './model.service.js';
import { RecipeController } from './recipe.controller.js';
import { RecipeRepository } from './recipe.repository.js';
import { RecipeService } from './recipe.service.js';
import { registryConfig } from './registry.config.js';

/** Cameras, recipes and models, all versioned. */
@Module({
  imports: [DatabaseModule.forService({ schema: 'registry', migrations: [CreateRegistry1763700000000] })],
  controllers: [CameraController, RecipeController, ModelController],
  providers: [
    registryConfig.provider,
    CameraRepository,
    CameraService,
    RecipeRepository,
    RecipeService,
    AliasRepository,
    ModelRepository,
    ModelService,
    ModelRegistrationService,
    BundledModelsService,
    { provide: CameraDirectory, useExisting: CameraService },
    { provide: RecipeDirectory, useExisting: RecipeService },
    { provide: ModelDirectory, useExisting: ModelService },
  ],
  exports: [CameraDirectory, RecipeDirectory, ModelDirectory],
})
export class RegistryModule {}
