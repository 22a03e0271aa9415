import { Controller, Get, Query } from '@nestjs/common';
import { ChangesQuery, ChangesView } from '@linewatch/shared';
import { CountedBy, CurrentScope, Policy } from '../../platform/auth/policy.js';
import type { Scope } from '../../platform/auth/scope.js';
import { Answers } from '../../platform/openapi/answers.js';
import { ChangesService } from './changes.service.js';

/** What a client missed, over HTTP. */
@Controller('changes')
export class ChangesController {
  constructor(private readonly service: ChangesService) {}

  @Get()
  @Policy('live:subscribe')
  @CountedBy('catch-up')
  @Answers(ChangesView, { en: 'Says what changed since', zh: '获取变化' })
  since(@CurrentScope() scope: Scope, @Query({ schema: ChangesQuery }) query: ChangesQuery): Promise<ChangesView> {
    return this.service.since(scope, query.since);
  }
}
