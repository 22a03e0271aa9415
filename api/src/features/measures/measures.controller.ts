import { Controller, Get, Param, Query } from '@nestjs/common';
import { type CircuitMeasures, type MeasureSeries, MeasureSeriesQuery } from '@linewatch/shared';
import { CurrentScope, Policy } from '../../platform/auth/policy.js';
import type { Scope } from '../../platform/auth/scope.js';
import { MeasuresService } from './measures.service.js';

/** A circuit's measurements over HTTP. The id has no schema: a malformed one is answered like an unknown one. */
@Controller('circuits/:id/measures')
export class MeasuresController {
  constructor(private readonly service: MeasuresService) {}

  @Get()
  @Policy('samples:read')
  list(@CurrentScope() scope: Scope, @Param('id') id: string): Promise<CircuitMeasures> {
    return this.service.list(scope, id);
  }

  @Get('series')
  @Policy('samples:read')
  series(
    @CurrentScope() scope: Scope,
    @Param('id') id: string,
    @Query({ schema: MeasureSeriesQuery }) query: MeasureSeriesQuery,
  ): Promise<MeasureSeries> {
    return this.service.series(scope, id, query);
  }
}
