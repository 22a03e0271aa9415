import { Controller, Get, Param, Query } from '@nestjs/common';
import { SampleQuery, type SampleSeries, type StateHistory, StateQuery } from '@linewatch/shared';
import { CurrentScope, Policy } from '../../platform/auth/policy.js';
import type { Scope } from '../../platform/auth/scope.js';
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
  series(
    @CurrentScope() scope: Scope,
    @Param('id') id: string,
    @Query({ schema: SampleQuery }) query: SampleQuery,
  ): Promise<SampleSeries> {
    return this.samples.series(scope, id, query);
  }

  @Get('states')
  @Policy('circuits:read')
  history(
    @CurrentScope() scope: Scope,
    @Param('id') id: string,
    @Query({ schema: StateQuery }) query: StateQuery,
  ): Promise<StateHistory> {
    return this.states.history(scope, id, query);
  }
}
