import { Controller, Get, Param, Query } from '@nestjs/common';
import { SampleQuery, SampleSeries, StateHistory, StateQuery } from '@linewatch/shared';
import { CurrentScope, Policy } from '../../platform/auth/policy.js';
import type { Scope } from '../../platform/auth/scope.js';
import { Answers } from '../../platform/openapi/answers.js';
import { SamplesService } from './samples.service.js';
import { StatesService } from './states.service.js';

/** A circuit's traffic and states over HTTP. The id has no schema: a malformed one is answered like an unknown one. */
@Controller('circuits/:id')
export class CircuitHistoryController {
  constructor(
    private readonly samples: SamplesService,
    private readonly states: StatesService,
  ) {}

  @Get('samples')
  @Policy('samples:read')
  @Answers(SampleSeries, {
    en: 'Shows the traffic of a circuit',
    zh: '查看电路流量',
    refuses: ['circuit.not-found', 'chart.range-invalid'],
  })
  series(
    @CurrentScope() scope: Scope,
    @Param('id') id: string,
    @Query({ schema: SampleQuery }) query: SampleQuery,
  ): Promise<SampleSeries> {
    return this.samples.series(scope, id, query);
  }

  @Get('states')
  @Policy('circuits:read')
  @Answers(StateHistory, {
    en: 'Shows the states of a circuit',
    zh: '查看电路状态历史',
    refuses: ['circuit.not-found', 'chart.range-invalid'],
  })
  history(
    @CurrentScope() scope: Scope,
    @Param('id') id: string,
    @Query({ schema: StateQuery }) query: StateQuery,
  ): Promise<StateHistory> {
    return this.states.history(scope, id, query);
  }
}
