import { Controller, Get, Res } from '@nestjs/common';
import type { Response } from 'express';
import { CurrentScope, Policy } from '../../platform/auth/policy.js';
import type { Scope } from '../../platform/auth/scope.js';
import { Answers } from '../../platform/openapi/answers.js';
import { LineMetrics } from './line-metrics.service.js';
import { OPEN_METRICS } from './write-open-metrics.js';

/** Circuits as metrics, for whoever scrapes them with a token. */
@Controller('metrics')
export class LineMetricsController {
  constructor(private readonly metrics: LineMetrics) {}

  @Get('circuits')
  @Policy('samples:read')
  @Answers(
    { file: ['application/openmetrics-text'] },
    { en: 'The own circuits as metrics (OpenMetrics 1.0)', zh: '以 OpenMetrics 格式读取本单位电路的指标' },
  )
  async read(@CurrentScope() scope: Scope, @Res({ passthrough: true }) response: Response): Promise<string> {
    response.type(OPEN_METRICS);
    return this.metrics.text(scope);
  }
}
