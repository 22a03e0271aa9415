import { Controller, Get, Param, Query } from '@nestjs/common';
import {
  SlaLedger,
  SlaLedgerQuery,
  SlaNormQuery,
  SlaNorms,
  SlaOverview,
  SlaQuery,
  SlaRevisions,
  SlaYear,
  SlaYearQuery,
} from '@linewatch/shared';
import { type Caller, CurrentCaller, CurrentScope, Policy } from '../../platform/auth/policy.js';
import type { Scope } from '../../platform/auth/scope.js';
import { Answers } from '../../platform/openapi/answers.js';
import { readerOf } from '../tickets/index.js';
import { MonthLedger } from './month-ledger.js';
import { NormMonths } from './norm-months.js';
import { YearOfCircuit } from './year-of-circuit.js';

/** What circuits were promised and what they kept, over HTTP. */
@Controller()
export class SlaController {
  constructor(
    private readonly ledger: MonthLedger,
    private readonly year: YearOfCircuit,
    private readonly norms: NormMonths,
  ) {}

  @Get('sla')
  @Policy('sla:read')
  @Answers(SlaOverview, { en: 'Tells how circuits kept their SLA in a month', zh: '查看电路某月的 SLA 达成情况' })
  overview(@CurrentScope() scope: Scope, @Query({ schema: SlaQuery }) query: SlaQuery): Promise<SlaOverview> {
    return this.ledger.overview(scope, query);
  }

  @Get('sla/norms')
  @Policy('tickets:read')
  @Answers(SlaNorms, {
    en: 'Tells by contract how the tickets of a month kept the norm',
    zh: '按合同查看某月故障单的时限达成情况',
  })
  ofContracts(
    @CurrentCaller() caller: Caller,
    @Query({ schema: SlaNormQuery }) query: SlaNormQuery,
  ): Promise<SlaNorms> {
    return this.norms.view(readerOf(caller), query);
  }

  @Get('circuits/:id/sla')
  @Policy('sla:read')
  @Answers(SlaLedger, {
    en: 'Tells the month of a circuit, every lost minute with its reason',
    zh: '查看电路某月的 SLA 账本，每一分钟损失都有原因',
    refuses: ['circuit.not-found', 'sla.revision-not-found'],
  })
  month(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Query({ schema: SlaLedgerQuery }) query: SlaLedgerQuery,
  ): Promise<SlaLedger> {
    return this.ledger.view(readerOf(caller), id, query);
  }

  @Get('circuits/:id/sla/revisions')
  @Policy('sla:read')
  @Answers(SlaRevisions, {
    en: 'Lists the revisions of a closed month',
    zh: '列出已关账月份的各版本',
    refuses: ['circuit.not-found'],
  })
  revisions(
    @CurrentScope() scope: Scope,
    @Param('id') id: string,
    @Query({ schema: SlaLedgerQuery }) { month }: SlaLedgerQuery,
  ): Promise<SlaRevisions> {
    return this.ledger.revisions(scope, id, month);
  }

  @Get('circuits/:id/sla/year')
  @Policy('sla:read')
  @Answers(SlaYear, {
    en: 'Tells the days of a circuit’s year',
    zh: '查看电路全年每日的 SLA 情况',
    refuses: ['circuit.not-found'],
  })
  ofYear(
    @CurrentScope() scope: Scope,
    @Param('id') id: string,
    @Query({ schema: SlaYearQuery }) query: SlaYearQuery,
  ): Promise<SlaYear> {
    return this.year.view(scope, id, query);
  }
}
