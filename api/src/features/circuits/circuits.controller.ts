import { Controller, Get, Param, Query } from '@nestjs/common';
import { type CircuitPage, CircuitQuery, type CircuitView } from '@linewatch/shared';
import { type Caller, CurrentCaller, CurrentScope, Policy } from '../../platform/auth/policy.js';
import type { Scope } from '../../platform/auth/scope.js';
import { CircuitsService } from './circuits.service.js';

/** Circuits over HTTP. */
@Controller('circuits')
export class CircuitsController {
  constructor(private readonly service: CircuitsService) {}

  @Get()
  @Policy('circuits:read')
  list(@CurrentScope() scope: Scope, @Query({ schema: CircuitQuery }) query: CircuitQuery): Promise<CircuitPage> {
    return this.service.list(scope, query);
  }

  /** The id has no schema: a malformed one is answered like an unknown one. */
  @Get(':id')
  @Policy('circuits:read')
  view(@CurrentScope() scope: Scope, @CurrentCaller() caller: Caller, @Param('id') id: string): Promise<CircuitView> {
    return this.service.view(scope, caller.role, id);
  }
}
