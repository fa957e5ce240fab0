import { Global, Inject, Module, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { httpConfig, readConfig, Readiness } from '@sightline/platform';
import path from 'node:path';
import { FileObjectStore } from './file-object-store.js';
import { ObjectStore } from './object-store.port.js';
import { storageConfig } from './storage.config.js';

/** The object store of the process. */
@Global()
@Module({
  providers: [
    storageConfig.provider,
    {
      provide: ObjectStore,
      useFactory: async () => {
        const store = new FileObjectStore(path.resolve(readConfig(httpConfig).SIGHTLINE_DATA_DIR, 'objects'));
        await store.init();
        return store;
      },
    },
  ],
  exports: [ObjectStore],
})
export class StorageModule implements OnModuleInit, OnApplicationShutdown {
  constructor(
    @Inject(ObjectStore) private readonly store: ObjectStore,
    private readonly readiness: Readiness,
  ) {}

  onModuleInit(): void {
    this.readiness.require('object store', async () => void (await this.store.freeBytes()));
  }

  async onApplicationShutdown(): Promise<void> {
    await this.store.destroy();
  }
}
