import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { DomainError, FaultDetail, FaultNoteForm, FaultPage, FaultQuery } from '@linewatch/shared';
import { type Caller, CurrentCaller, CurrentScope, Policy } from '../../platform/auth/policy.js';
import type { Scope } from '../../platform/auth/scope.js';
import { Answers } from '../../platform/openapi/answers.js';
import { FaultsService } from './faults.service.js';

/** Faults over HTTP, for customers and for whoever serves them. */
@Controller('faults')
export class FaultsController {
  constructor(private readonly service: FaultsService) {}

  @Get()
  @Policy('faults:read')
  @Answers(FaultPage, {
    en: 'Lists faults of the own circuits, open ones worst first',
    zh: '查看本单位电路的故障',
    refuses: ['list.cursor-invalid'],
  })
  page(@CurrentScope() scope: Scope, @Query({ schema: FaultQuery }) query: FaultQuery): Promise<FaultPage> {
    return this.service.page(scope, query);
  }

  @Get(':faultId')
  @Policy('faults:read')
  @Answers(FaultDetail, { en: 'A fault and its story', zh: '查看故障及其经过', refuses: ['fault.not-found'] })
  detail(@CurrentCaller() caller: Caller, @Param('faultId') id: string): Promise<FaultDetail> {
    return this.service.detail(personOf(caller), id);
  }

  @Post(':faultId/notes')
  @HttpCode(204)
  @Policy('faults:note')
  @Answers(null, { en: 'Adds a note to a fault', zh: '为故障添加备注', refuses: ['fault.not-found'] })
  note(
    @CurrentCaller() caller: Caller,
    @Param('faultId') id: string,
    @Body({ schema: FaultNoteForm }) form: FaultNoteForm,
  ): Promise<void> {
    return this.service.note(personOf(caller), id, form);
  }
}

function personOf(caller: Caller): Extract<Caller, { kind: 'user' }> {
  if (caller.kind !== 'user') throw new DomainError('session.forbidden', 'Only people read faults');
  return caller;
}
