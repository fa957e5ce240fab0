import { Module } from '@nestjs/common';
import { DatabaseModule } from '@sightline/database';
import { EventsModule } from '@sightline/events';
import { InferenceModule } from '@sightline/inference';
import { IngestionModule } from '@sightline/ingestion';
import { httpConfig, PlatformModule, readConfig } from '@sightline/platform';
import { PreprocessingModule } from '@sightline/preprocessing';
import { RuntimeModule } from '@sightline/runtime';
import { StorageModule } from '@sightline/storage';
import path from 'node:path';
import { DemoCamera } from './demo-camera.js';
import { DirectoriesModule } from './directories.module.js';
import { DocsController } from './docs.controller.js';
import { PageController } from './page.controller.js';
import { standaloneConfig } from './standalone.config.js';

/** All services in one process on embedded PostgreSQL, the log in it, and files. */
@Module({
  imports: [
    PlatformModule,
    DatabaseModule.forRoot({ embeddedDirectory: path.resolve(readConfig(httpConfig).SIGHTLINE_DATA_DIR, 'postgres') }),
    EventsModule.forRoot({ adapter: 'postgres' }),
    StorageModule,
    RuntimeModule,
    DirectoriesModule,
    IngestionModule,
    PreprocessingModule,
    InferenceModule,
  ],
  controllers: [DocsController, PageController],
  providers: [standaloneConfig.provider, DemoCamera],
})
export class StandaloneModule {}
