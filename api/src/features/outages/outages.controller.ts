import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { JudgementRequest, OutageDetail, OutagePage, OutageQuery, Timeline, TimelineQuery } from '@linewatch/shared';
import { type Caller, CurrentCaller, CurrentScope, Policy } from '../../platform/auth/policy.js';
import type { Scope } from '../../platform/auth/scope.js';
import { Answers } from '../../platform/openapi/answers.js';
import { readerOf } from '../tickets/index.js';
import { OutagesService } from './outages.service.js';

/** Outages and the time of circuits over HTTP. Ids have no schema: a malformed one is answered like an unknown one. */
@Controller()
export class OutagesController {
  constructor(private readonly service: OutagesService) {}

  @Get('outages')
  @Policy('circuits:read')
  @Answers(OutagePage, { en: 'Lists outages of circuits', zh: '查看电路中断', refuses: ['list.cursor-invalid'] })
  list(@CurrentCaller() caller: Caller, @Query({ schema: OutageQuery }) query: OutageQuery): Promise<OutagePage> {
    return this.service.list(readerOf(caller), query);
  }

  @Get('outages/:id')
  @Policy('circuits:read')
  @Answers(OutageDetail, {
    en: 'Shows an outage with its evidence',
    zh: '查看一次中断及其依据',
    refuses: ['outage.not-found'],
  })
  detail(
    @CurrentScope() scope: Scope,
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
  ): Promise<OutageDetail> {
    return this.service.detail(scope, caller, id);
  }

  @Post('outages/:id/judgement')
  @HttpCode(200)
  @Policy('outages:judge')
  @Answers(OutageDetail, {
    en: 'Says what caused an outage and who answers for it',
    zh: '认定中断原因与责任',
    refuses: ['outage.not-found', 'edit.conflict'],
  })
  judge(
    @CurrentScope() scope: Scope,
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Body({ schema: JudgementRequest }) request: JudgementRequest,
  ): Promise<OutageDetail> {
    return this.service.judge(scope, caller, id, request);
  }

  @Get('circuits/:id/outages')
  @Policy('circuits:read')
  @Answers(OutagePage, {
    en: 'Lists outages of a circuit',
    zh: '查看一条电路的中断',
    refuses: ['circuit.not-found', 'list.cursor-invalid'],
  })
  ofCircuit(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Query({ schema: OutageQuery }) query: OutageQuery,
  ): Promise<OutagePage> {
    return this.service.ofCircuit(readerOf(caller), id, query);
  }

  @Get('circuits/:id/timeline')
  @Policy('circuits:read')
  @Answers(Timeline, {
    en: "Shows a circuit's time in four states",
    zh: '查看电路的时间构成（正常、中断、除外、未知）',
    refuses: ['circuit.not-found', 'chart.range-invalid'],
  })
  timeline(
    @CurrentScope() scope: Scope,
    @Param('id') id: string,
    @Query({ schema: TimelineQuery }) query: TimelineQuery,
  ): Promise<Timeline> {
    return this.service.timeline(scope, id, query);
  }
}
