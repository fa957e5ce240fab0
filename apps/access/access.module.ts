import { Module } from '@nestjs/common';
import { DatabaseModule } from '@sightline/database';
import { KeyDirectory } from '@sightline/platform';
import { accessConfig } from './access.config.js';
import { CallerService } from './caller.service.js';
import { FirstAdminService } from './first-admin.service.js';
import { KeyController } from './key.controller.js';
import { KeyRepository } from './key.repository.js';
import { KeyService } from './key.service.js';
import { CreateAccess1763700000000 } from './migrations/create-access.migration.js';
import { SessionController } from './session.controller.js';
import { SessionRepository } from './session.repository.js';

/** Keys and sessions; the only part that ever sees a key. */
@Module({
  imports: [DatabaseModule.forService({ schema: 'access', migrations: [CreateAccess1763700000000] })],
  controllers: [KeyController, SessionController],
  providers: [
    accessConfig.provider,
    KeyRepository,
    KeyService,
    SessionRepository,
    CallerService,
    FirstAdminService,
    { provide: KeyDirectory, useExisting: CallerService },
  ],
  exports: [KeyDirectory],
})
export class AccessModule {}
