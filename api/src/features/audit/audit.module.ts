import { Global, Module } from '@nestjs/common';
import { AuditTrail } from '../../platform/audit/audit-trail.js';
import { ActorNames } from './actor-names.repository.js';
import { AuditChain } from './audit-chain.js';
import { AuditController } from './audit.controller.js';
import { AuditKey } from './audit-key.js';
import { AuditLog } from './audit-log.js';
import { AuditRepository } from './audit.repository.js';
import { AuditService } from './audit.service.js';
import { LinkRepository } from './link.repository.js';

/** Who did what, when and to whose data; written once and never again. */
@Global()
@Module({
  controllers: [AuditController],
  providers: [
    ActorNames,
    AuditChain,
    AuditKey,
    AuditLog,
    AuditRepository,
    AuditService,
    LinkRepository,
    { provide: AuditTrail, useExisting: AuditLog },
  ],
  exports: [AuditTrail],
})
export class AuditModule {}
