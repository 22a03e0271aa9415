import { Controller, Get, Query } from '@nestjs/common';
import { EventsThen, ThenQuery } from '@linewatch/shared';
import { CurrentScope, Policy } from '../../platform/auth/policy.js';
import type { Scope } from '../../platform/auth/scope.js';
import { Answers } from '../../platform/openapi/answers.js';
import { PastService } from './past.service.js';

/** Faults and works of the past over HTTP. */
@Controller('then')
export class PastController {
  constructor(private readonly service: PastService) {}

  @Get('events')
  @Policy('circuits:read')
  @Answers(EventsThen, {
    en: 'Faults that were open at an instant of the past, as shown then and as known today, and the works that ran',
    zh: '查看过去某一时刻未结束的故障（当时显示的与今天已知的）与进行中的割接',
  })
  at(@CurrentScope() scope: Scope, @Query({ schema: ThenQuery }) query: ThenQuery): Promise<EventsThen> {
    return this.service.at(scope, query);
  }
}
