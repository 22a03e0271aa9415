import { Body, Controller, Get, Param, Put } from '@nestjs/common';
import { DutyList, DutyListsView } from '@linewatch/shared';
import { CurrentScope, Policy } from '../../../platform/auth/policy.js';
import type { Scope } from '../../../platform/auth/scope.js';
import { Answers } from '../../../platform/openapi/answers.js';
import { DutyListsService } from './duty-lists.service.js';

/** Duty lists of the escalation over HTTP. */
@Controller('duty-lists')
export class DutyListsController {
  constructor(private readonly service: DutyListsService) {}

  @Get()
  @Policy('norms:manage')
  @Answers(DutyListsView, { en: 'Whom work groups call at each level of the escalation', zh: '查看各级升级值班名单' })
  view(@CurrentScope() scope: Scope): Promise<DutyListsView> {
    return this.service.view(scope);
  }

  @Put(':workGroup')
  @Policy('norms:manage')
  @Answers(DutyListsView, {
    en: 'Changes whom a work group calls',
    zh: '修改升级值班名单',
    refuses: ['request.not-found', 'duty-list.person-unknown', 'edit.conflict'],
  })
  change(
    @CurrentScope() scope: Scope,
    @Param('workGroup') group: string,
    @Body({ schema: DutyList }) body: DutyList,
  ): Promise<DutyListsView> {
    return this.service.change(scope, group, body);
  }
}
