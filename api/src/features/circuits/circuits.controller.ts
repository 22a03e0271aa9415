import { Controller, Get, Param, Query } from '@nestjs/common';
import { CircuitPage, CircuitQuery, CircuitView } from '@linewatch/shared';
import { type Caller, CurrentCaller, CurrentScope, Policy } from '../../platform/auth/policy.js';
import type { Scope } from '../../platform/auth/scope.js';
import { Answers } from '../../platform/openapi/answers.js';
import { CircuitsService } from './circuits.service.js';

/** Circuits over HTTP. */
@Controller('circuits')
export class CircuitsController {
  constructor(private readonly service: CircuitsService) {}

  @Get()
  @Policy('circuits:read')
  @Answers(CircuitPage, { en: 'Lists circuits', zh: '查看电路列表', refuses: ['list.cursor-invalid'] })
  list(@CurrentScope() scope: Scope, @Query({ schema: CircuitQuery }) query: CircuitQuery): Promise<CircuitPage> {
    return this.service.list(scope, query);
  }

  /** The id has no schema: a malformed one is answered like an unknown one. */
  @Get(':id')
  @Policy('circuits:read')
  @Answers(CircuitView, { en: 'Shows a circuit', zh: '查看电路', refuses: ['circuit.not-found'] })
  view(@CurrentScope() scope: Scope, @CurrentCaller() caller: Caller, @Param('id') id: string): Promise<CircuitView> {
    return this.service.view(scope, caller.role, id);
  }
}
