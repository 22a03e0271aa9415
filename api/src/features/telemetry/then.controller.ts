import { Controller, Get, Query } from '@nestjs/common';
import { CircuitsThen, ThenQuery } from '@linewatch/shared';
import { CurrentScope, Policy } from '../../platform/auth/policy.js';
import type { Scope } from '../../platform/auth/scope.js';
import { Answers } from '../../platform/openapi/answers.js';
import { ThenService } from './then.service.js';

/** The past as it was shown, over HTTP. */
@Controller('then')
export class ThenController {
  constructor(private readonly service: ThenService) {}

  @Get()
  @Policy('circuits:read')
  @Answers(CircuitsThen, {
    en: 'Circuits at an instant of the past: as they were shown then, and as they are known today',
    zh: '查看过去某一时刻的电路状态：当时显示的与今天已知的',
  })
  at(@CurrentScope() scope: Scope, @Query({ schema: ThenQuery }) query: ThenQuery): Promise<CircuitsThen> {
    return this.service.at(scope, query);
  }
}
