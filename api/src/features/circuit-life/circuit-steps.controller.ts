import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { CircuitStepRequest, CircuitSteps, CircuitVersion } from '@linewatch/shared';
import { type Caller, CurrentCaller, CurrentScope, Policy } from '../../platform/auth/policy.js';
import type { Scope } from '../../platform/auth/scope.js';
import { Answers } from '../../platform/openapi/answers.js';
import { CircuitLife } from './circuit-life.js';

/** The steps of a circuit's life over HTTP. */
@Controller('circuits')
export class CircuitStepsController {
  constructor(private readonly life: CircuitLife) {}

  @Get(':id/steps')
  @Policy('circuits:read')
  @Answers(CircuitSteps, {
    en: 'Steps in the life of a circuit, and those that the caller may take',
    zh: '电路生命周期的各步骤，以及当前可执行的操作',
    refuses: ['circuit.not-found'],
  })
  list(@CurrentScope() scope: Scope, @CurrentCaller() caller: Caller, @Param('id') id: string): Promise<CircuitSteps> {
    return this.life.steps(scope, caller.role, id);
  }

  @Post(':id/steps')
  @HttpCode(200)
  @Policy('circuits:manage')
  @Answers(CircuitVersion, {
    en: 'Takes a circuit a step further in its life',
    zh: '推进电路的生命周期',
    refuses: ['circuit.not-found', 'circuit.step-impossible', 'edit.conflict', 'session.forbidden'],
  })
  step(
    @CurrentScope() scope: Scope,
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Body({ schema: CircuitStepRequest }) request: CircuitStepRequest,
  ): Promise<CircuitVersion> {
    return this.life.step(scope, caller, id, request);
  }
}
