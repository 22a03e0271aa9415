import { Body, Controller, Get, HttpCode, Param, Post, Query, StreamableFile } from '@nestjs/common';
import {
  ChartFileRequest,
  CircuitTrend,
  DomainError,
  SampleQuery,
  SampleSeries,
  StateHistory,
  StateQuery,
  TrendQuery,
} from '@linewatch/shared';
import { type Caller, CurrentCaller, CurrentScope, Policy } from '../../platform/auth/policy.js';
import type { Scope } from '../../platform/auth/scope.js';
import { Answers } from '../../platform/openapi/answers.js';
import { ChartFileService } from './chart-file.service.js';
import { CircuitTrendService } from './circuit-trend.service.js';
import { SamplesService } from './samples.service.js';
import { StatesService } from './states.service.js';

const TYPES = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const;

/** A circuit's traffic and states over HTTP. The id has no schema: a malformed one is answered like an unknown one. */
@Controller('circuits/:id')
export class CircuitHistoryController {
  constructor(
    private readonly samples: SamplesService,
    private readonly states: StatesService,
    private readonly trends: CircuitTrendService,
    private readonly files: ChartFileService,
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

  /** By POST: each file is counted against its maker, which no link of another page may do. */
  @Post('samples/file')
  @HttpCode(200)
  @Policy('samples:read')
  @Answers(
    { file: ['text/csv', TYPES.xlsx] },
    {
      en: 'The rows of a traffic chart as a file',
      zh: '导出流量图的数据',
      refuses: ['circuit.not-found', 'chart.range-invalid', 'request.too-many'],
    },
  )
  async file(
    @CurrentScope() scope: Scope,
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Body({ schema: ChartFileRequest }) request: ChartFileRequest,
  ): Promise<StreamableFile> {
    if (caller.kind !== 'user') throw new DomainError('session.forbidden', 'Only people export');
    const bytes = await this.files.make(scope, caller.userId, id, request);
    const disposition = `attachment; filename="linewatch-traffic.${request.format}"`;
    return new StreamableFile(bytes, { type: TYPES[request.format], disposition });
  }

  @Get('trend')
  @Policy('samples:read')
  @Answers(CircuitTrend, {
    en: 'Tells when the load of a circuit will reach a share of its bandwidth',
    zh: '预测电路负载何时达到合同带宽的某一比例',
    refuses: ['circuit.not-found'],
  })
  trend(
    @CurrentScope() scope: Scope,
    @Param('id') id: string,
    @Query({ schema: TrendQuery }) query: TrendQuery,
  ): Promise<CircuitTrend> {
    return this.trends.trend(scope, id, query);
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
