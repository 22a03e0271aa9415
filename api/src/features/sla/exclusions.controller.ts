import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import {
  ExclusionDecision,
  ExclusionForm,
  ExclusionPage,
  ExclusionQuery,
  ExclusionView,
  ExclusionWord,
} from '@linewatch/shared';
import { type Caller, CurrentCaller, CurrentScope, Policy } from '../../platform/auth/policy.js';
import type { Scope } from '../../platform/auth/scope.js';
import { Answers } from '../../platform/openapi/answers.js';
import { ExclusionsService } from './exclusions.service.js';

type Person = Extract<Caller, { kind: 'user' }>;

/** Time taken out of an availability, over HTTP. */
@Controller('sla/exclusions')
export class ExclusionsController {
  constructor(private readonly exclusions: ExclusionsService) {}

  @Get()
  @Policy('sla:read')
  @Answers(ExclusionPage, { en: 'Lists time taken out of the availability', zh: '列出从可用率中剔除的时段' })
  list(
    @CurrentScope() scope: Scope,
    @CurrentCaller() caller: Person,
    @Query({ schema: ExclusionQuery }) query: ExclusionQuery,
  ): Promise<ExclusionPage> {
    return this.exclusions.list(scope, caller, query);
  }

  @Post()
  @Policy('sla:exclude')
  @Answers(ExclusionView, {
    en: 'Proposes to take time out of the availability',
    zh: '提议剔除一段时间',
    refuses: ['circuit.not-found'],
  })
  propose(
    @CurrentScope() scope: Scope,
    @CurrentCaller() caller: Person,
    @Body({ schema: ExclusionForm }) form: ExclusionForm,
  ): Promise<ExclusionView> {
    return this.exclusions.propose(scope, caller, form);
  }

  @Post(':id/withdrawal')
  @HttpCode(200)
  @Policy('sla:exclude')
  @Answers(ExclusionView, {
    en: 'Withdraws a proposal',
    zh: '撤回剔除提议',
    refuses: ['edit.conflict', 'exclusion.not-found', 'exclusion.step-impossible'],
  })
  withdraw(
    @CurrentScope() scope: Scope,
    @CurrentCaller() caller: Person,
    @Param('id') id: string,
    @Body({ schema: ExclusionWord }) word: ExclusionWord,
  ): Promise<ExclusionView> {
    return this.exclusions.step(scope, caller, id, { ...word, action: 'withdraw' });
  }

  @Post(':id/decision')
  @HttpCode(200)
  @Policy('sla:approve')
  @Answers(ExclusionView, {
    en: 'Decides on a proposal or answers an objection',
    zh: '审批剔除提议，或答复客户异议',
    refuses: ['edit.conflict', 'exclusion.not-found', 'exclusion.same-person', 'exclusion.step-impossible'],
  })
  decide(
    @CurrentScope() scope: Scope,
    @CurrentCaller() caller: Person,
    @Param('id') id: string,
    @Body({ schema: ExclusionDecision }) decision: ExclusionDecision,
  ): Promise<ExclusionView> {
    return this.exclusions.step(scope, caller, id, decision);
  }

  @Post(':id/objection')
  @HttpCode(200)
  @Policy('sla:object')
  @Answers(ExclusionView, {
    en: 'Objects to time that was taken out',
    zh: '对已剔除的时段提出异议',
    refuses: ['edit.conflict', 'exclusion.not-found', 'exclusion.objection-late', 'exclusion.step-impossible'],
  })
  object(
    @CurrentScope() scope: Scope,
    @CurrentCaller() caller: Person,
    @Param('id') id: string,
    @Body({ schema: ExclusionWord }) word: ExclusionWord,
  ): Promise<ExclusionView> {
    return this.exclusions.step(scope, caller, id, { ...word, action: 'object' });
  }
}
