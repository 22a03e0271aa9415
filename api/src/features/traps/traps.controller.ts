import { Controller, Get, Query } from '@nestjs/common';
import { TrapPage, TrapQuery } from '@linewatch/shared';
import { CurrentScope, Policy } from '../../platform/auth/policy.js';
import type { Scope } from '../../platform/auth/scope.js';
import { Answers } from '../../platform/openapi/answers.js';
import { TrapsService } from './traps.service.js';

/** Traps over HTTP, for operations staff only. */
@Controller('traps')
export class TrapsController {
  constructor(private readonly service: TrapsService) {}

  @Get()
  @Policy('traps:read')
  @Answers(TrapPage, { en: 'Lists traps, the newest first', zh: '查看陷阱列表', refuses: ['list.cursor-invalid'] })
  list(@CurrentScope() scope: Scope, @Query({ schema: TrapQuery }) query: TrapQuery): Promise<TrapPage> {
    return this.service.list(scope, query);
  }
}
