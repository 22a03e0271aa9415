import { Controller, Get } from '@nestjs/common';
import { OverviewView } from '@linewatch/shared';
import { CurrentCaller, CurrentScope, Policy } from '../../platform/auth/policy.js';
import type { UserCaller } from '../../platform/auth/session-lookup.js';
import type { Scope } from '../../platform/auth/scope.js';
import { Answers } from '../../platform/openapi/answers.js';
import { OverviewService } from './overview.service.js';

/** The overview over HTTP. */
@Controller('overview')
export class OverviewController {
  constructor(private readonly service: OverviewService) {}

  @Get()
  @Policy('circuits:read')
  @Answers(OverviewView, { en: 'Shows whether all lines are well', zh: '查看概览' })
  view(@CurrentScope() scope: Scope, @CurrentCaller() caller: UserCaller): Promise<OverviewView> {
    return this.service.view(scope, caller);
  }
}
