import { Controller, Get, Query } from '@nestjs/common';
import { AvailabilityQuery, AvailabilityTable } from '@linewatch/shared';
import { CurrentScope, Policy } from '../../platform/auth/policy.js';
import type { Scope } from '../../platform/auth/scope.js';
import { Answers } from '../../platform/openapi/answers.js';
import { AvailabilityService } from './availability.service.js';

/** How available the caller's circuits were, over HTTP. */
@Controller('availability')
export class AvailabilityController {
  constructor(private readonly availability: AvailabilityService) {}

  @Get()
  @Policy('circuits:read')
  @Answers(AvailabilityTable, {
    en: 'Tells how available circuits were',
    zh: '查看电路可用率',
    refuses: ['chart.range-invalid'],
  })
  table(
    @CurrentScope() scope: Scope,
    @Query({ schema: AvailabilityQuery }) query: AvailabilityQuery,
  ): Promise<AvailabilityTable> {
    return this.availability.table(scope, query);
  }
}
