import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import {
  CircuitChargeForm,
  CreditDecision,
  CreditList,
  CreditQuery,
  CreditTableForm,
  CreditTableList,
  CreditView,
  Saved,
} from '@linewatch/shared';
import { type Caller, CurrentCaller, CurrentScope, Policy } from '../../platform/auth/policy.js';
import type { Scope } from '../../platform/auth/scope.js';
import { Answers } from '../../platform/openapi/answers.js';
import { CreditsService } from './credits.service.js';

type Person = Extract<Caller, { kind: 'user' }>;

/** What lost time gives back, over HTTP. */
@Controller()
export class CreditsController {
  constructor(private readonly credits: CreditsService) {}

  @Get('sla/credit-tables')
  @Policy('sla:define')
  @Answers(CreditTableList, { en: 'Lists credit tables', zh: '列出赔付表' })
  tables(): Promise<CreditTableList> {
    return this.credits.listTables();
  }

  @Post('sla/credit-tables')
  @Policy('sla:define')
  @Answers(Saved, { en: 'Adds a credit table', zh: '新增赔付表', refuses: ['edit.code-taken'] })
  addTable(@Body({ schema: CreditTableForm }) form: CreditTableForm): Promise<Saved> {
    return this.credits.saveTable(null, form);
  }

  @Post('sla/credit-tables/:tableId')
  @HttpCode(200)
  @Policy('sla:define')
  @Answers(Saved, {
    en: 'Changes a credit table',
    zh: '修改赔付表',
    refuses: ['credit-table.not-found', 'edit.code-taken', 'edit.conflict'],
  })
  changeTable(@Param('tableId') id: string, @Body({ schema: CreditTableForm }) form: CreditTableForm): Promise<Saved> {
    return this.credits.saveTable(id, form);
  }

  @Get('sla/credits')
  @Policy('sla:read')
  @Answers(CreditList, { en: 'Lists proposed and decided credits', zh: '列出赔付建议与决定' })
  list(@CurrentScope() scope: Scope, @Query({ schema: CreditQuery }) query: CreditQuery): Promise<CreditList> {
    return this.credits.list(scope, query);
  }

  @Post('sla/credits/:id/decision')
  @HttpCode(200)
  @Policy('credits:grant')
  @Answers(CreditView, {
    en: 'Grants or refuses a credit',
    zh: '批准或拒绝赔付',
    refuses: ['credit.not-found', 'edit.conflict'],
  })
  decide(
    @CurrentScope() scope: Scope,
    @CurrentCaller() caller: Person,
    @Param('id') id: string,
    @Body({ schema: CreditDecision }) decision: CreditDecision,
  ): Promise<CreditView> {
    return this.credits.decide(scope, caller, id, decision);
  }

  @Post('circuits/:id/charge')
  @HttpCode(204)
  @Policy('sla:define')
  @Answers(null, {
    en: 'Says what a circuit costs a month',
    zh: '登记电路月租费',
    refuses: ['circuit.not-found'],
  })
  setCharge(
    @CurrentScope() scope: Scope,
    @Param('id') id: string,
    @Body({ schema: CircuitChargeForm }) form: CircuitChargeForm,
  ): Promise<void> {
    return this.credits.setCharge(scope, id, form);
  }
}
