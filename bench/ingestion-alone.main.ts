import { Global, Module } from '@nestjs/common';
import { AccessModule } from '@sightline/access';
import { DatabaseModule } from '@sightline/database';
import { EventsModule, EventsStrategy } from '@sightline/events';
import { IngestionModule } from '@sightline/ingestion';
import { bootstrap, httpConfig, InspectionDirectory, PlatformModule, readConfig } from '@sightline/platform';
import { RegistryModule } from '@sightline/registry';
import { RuntimeModule } from '@sightline/runtime';
import { StorageModule } from '@sightline/storage';
import path from 'node:path';

/** Nobody judges here, so nobody is asked. */
@Global()
@Module({
  imports: [AccessModule, RegistryModule],
  providers: [{ provide: InspectionDirectory, useValue: { find: () => Promise.resolve(null) } }],
  exports: [AccessModule, RegistryModule, InspectionDirectory],
})
class IngestionDirectoriesModule {}

@Module({
  imports: [
    PlatformModule,
    DatabaseModule.forRoot({ embeddedDirectory: path.resolve(readConfig(httpConfig).SIGHTLINE_DATA_DIR, 'postgres') }),
    EventsModule.forRoot({ adapter: 'postgres' }),
    StorageModule,
    RuntimeModule,
    IngestionDirectoriesModule,
    IngestionModule,
  ],
})
class IngestionAloneModule {}

void bootstrap('ingestion-alone', IngestionAloneModule, { eventsStrategy: EventsStrategy });
