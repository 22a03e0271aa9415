import { Controller, Get, Param, Query } from '@nestjs/common';
import { CircuitMeasures, MeasureSeries, MeasureSeriesQuery } from '@linewatch/shared';
import { CurrentScope, Policy } from '../../platform/auth/policy.js';
import type { Scope } from '../../platform/auth/scope.js';
import { Answers } from '../../platform/openapi/answers.js';
import { MeasuresService } from './measures.service.js';

/** A circuit's measurements over HTTP. The id has no schema: a malformed one is answered like an unknown one. */
@Controller('circuits/:id/measures')
export class MeasuresController {
  constructor(private readonly service: MeasuresService) {}

  @Get()
  @Policy('samples:read')
  @Answers(CircuitMeasures, {
    en: 'Shows the newest measurements of a circuit',
    zh: '查看电路最新测量值',
    refuses: ['circuit.not-found'],
  })
  list(@CurrentScope() scope: Scope, @Param('id') id: string): Promise<CircuitMeasures> {
    return this.service.list(scope, id);
  }

  @Get('series')
  @Policy('samples:read')
  @Answers(MeasureSeries, {
    en: 'Shows measurements of a circuit over time',
    zh: '查看电路测量曲线',
    refuses: ['circuit.not-found', 'chart.range-invalid'],
  })
  series(
    @CurrentScope() scope: Scope,
    @Param('id') id: string,
    @Query({ schema: MeasureSeriesQuery }) query: MeasureSeriesQuery,
  ): Promise<MeasureSeries> {
    return this.service.series(scope, id, query);
  }
}
