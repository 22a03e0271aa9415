import { Controller, Get, Query } from '@nestjs/common';
import { AuditPage, AuditQuery } from '@linewatch/shared';
import { type Caller, CurrentCaller, CurrentScope, Policy } from '../../platform/auth/policy.js';
import type { Scope } from '../../platform/auth/scope.js';
import { Answers } from '../../platform/openapi/answers.js';
import { AuditService } from './audit.service.js';

/** The audit log over HTTP. It is read only: nothing here writes, changes or removes. */
@Controller('audit')
export class AuditController {
  constructor(private readonly service: AuditService) {}

  @Get()
  @Policy('audit:read')
  @Answers(AuditPage, {
    en: 'Lists what was done, the newest first',
    zh: '查看审计日志',
    refuses: ['list.cursor-invalid'],
  })
  list(
    @CurrentScope() scope: Scope,
    @CurrentCaller() caller: Caller,
    @Query({ schema: AuditQuery }) query: AuditQuery,
  ): Promise<AuditPage> {
    return this.service.list(scope, caller.role, query);
  }
}
