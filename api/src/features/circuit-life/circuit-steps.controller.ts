import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { CircuitStepRequest, type CircuitSteps, type CircuitVersion } from '@linewatch/shared';
import { type Caller, CurrentCaller, CurrentScope, Policy } from '../../platform/auth/policy.js';
import type { Scope } from '../../platform/auth/scope.js';
import { CircuitLife } from './circuit-life.js';

/** The steps of a circuit's life over HTTP. */
@Controller('circuits')
export class CircuitStepsController {
  constructor(private readonly life: CircuitLife) {}

  @Get(':id/steps')
  @Policy('circuits:read')
  list(@CurrentScope() scope: Scope, @CurrentCaller() caller: Caller, @Param('id') id: string): Promise<CircuitSteps> {
    return this.life.steps(scope, caller.role, id);
  }

  @Post(':id/steps')
  @HttpCode(200)
  @Policy('circuits:manage')
  step(
    @CurrentScope() scope: Scope,
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Body({ schema: CircuitStepRequest }) request: CircuitStepRequest,
  ): Promise<CircuitVersion> {
    return this.life.step(scope, caller, id, request);
  }
}
