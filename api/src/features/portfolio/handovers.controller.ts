import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { HandoverList, ManagerChange } from '@linewatch/shared';
import { CurrentScope, Policy } from '../../platform/auth/policy.js';
import type { Scope } from '../../platform/auth/scope.js';
import { Answers } from '../../platform/openapi/answers.js';
import { HandoversService } from './handovers.service.js';

/** Changes of account managers over HTTP. */
@Controller('customers/:id')
export class HandoversController {
  constructor(private readonly service: HandoversService) {}

  @Post('manager')
  @HttpCode(204)
  @Policy('customers:manage')
  @Answers(null, {
    en: 'Puts an account manager in charge of a customer, instead of all before',
    zh: '更换客户的客户经理',
    refuses: ['customer.not-found', 'manager.unchanged', 'user.not-found'],
  })
  give(
    @CurrentScope() scope: Scope,
    @Param('id') id: string,
    @Body({ schema: ManagerChange }) { managerId }: ManagerChange,
  ): Promise<void> {
    return this.service.give(scope, id, managerId);
  }

  @Get('handovers')
  @Policy('portfolio:read')
  @Answers(HandoverList, {
    en: 'What was handed over with a customer when its account manager changed',
    zh: '查看客户交接资料',
    refuses: ['customer.not-found'],
  })
  list(@CurrentScope() scope: Scope, @Param('id') id: string): Promise<HandoverList> {
    return this.service.list(scope, id);
  }
}
