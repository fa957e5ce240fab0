import { Global, Module } from '@nestjs/common';
import { AccessModule } from '@sightline/access';
import { InspectionModule } from '@sightline/inspection';
import { RegistryModule } from '@sightline/registry';

/** In one process the owning modules answer what the others ask: cameras, recipes, models, keys, inspections. */
@Global()
@Module({ imports: [AccessModule, RegistryModule, InspectionModule], exports: [AccessModule, RegistryModule, InspectionModule] })
export class DirectoriesModule {}
