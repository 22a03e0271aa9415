import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { DomainError, Saved, ThresholdChange, ThresholdForm, ThresholdList, ThresholdQuery } from '@linewatch/shared';
import { type Caller, CurrentCaller, CurrentScope, Policy } from '../../platform/auth/policy.js';
import type { Scope } from '../../platform/auth/scope.js';
import { Answers } from '../../platform/openapi/answers.js';
import { ThresholdsService } from './thresholds.service.js';

/** Customers' own levels over HTTP. */
@Controller('thresholds')
export class ThresholdsController {
  constructor(private readonly service: ThresholdsService) {}

  @Get()
  @Policy('faults:read')
  @Answers(ThresholdList, { en: 'Lists own thresholds', zh: '查看自设阈值' })
  list(@CurrentScope() scope: Scope, @Query({ schema: ThresholdQuery }) query: ThresholdQuery): Promise<ThresholdList> {
    return this.service.list(scope, query.circuitId);
  }

  @Post()
  @Policy('thresholds:manage')
  @Answers(Saved, { en: 'Sets a threshold for a circuit', zh: '为电路设置阈值', refuses: ['circuit.not-found'] })
  make(@CurrentCaller() caller: Caller, @Body({ schema: ThresholdForm }) form: ThresholdForm): Promise<Saved> {
    return this.service.make(personOf(caller), form);
  }

  @Patch(':thresholdId')
  @Policy('thresholds:manage')
  @Answers(Saved, { en: 'Changes a threshold', zh: '修改阈值', refuses: ['threshold.not-found', 'edit.conflict'] })
  change(
    @CurrentCaller() caller: Caller,
    @Param('thresholdId') id: string,
    @Body({ schema: ThresholdChange }) change: ThresholdChange,
  ): Promise<Saved> {
    return this.service.change(personOf(caller), id, change);
  }

  @Delete(':thresholdId')
  @HttpCode(204)
  @Policy('thresholds:manage')
  @Answers(null, { en: 'Removes a threshold', zh: '删除阈值', refuses: ['threshold.not-found'] })
  remove(@CurrentCaller() caller: Caller, @Param('thresholdId') id: string): Promise<void> {
    return this.service.remove(personOf(caller), id);
  }
}

function personOf(caller: Caller): Extract<Caller, { kind: 'user' }> {
  if (caller.kind !== 'user') throw new DomainError('session.forbidden', 'Only people set thresholds');
  return caller;
}
