import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { Saved, SlaSimulation, SlaSpecificationForm, SlaSpecificationList } from '@linewatch/shared';
import { CurrentScope, Policy } from '../../platform/auth/policy.js';
import type { Scope } from '../../platform/auth/scope.js';
import { Answers } from '../../platform/openapi/answers.js';
import { SpecificationsService } from './specifications.service.js';

/** What contracts promise, over HTTP. */
@Controller('sla/specifications')
export class SpecificationsController {
  constructor(private readonly specifications: SpecificationsService) {}

  @Get()
  @Policy('sla:read')
  @Answers(SlaSpecificationList, { en: 'Lists what contracts promise', zh: '列出各合同的服务等级' })
  list(@CurrentScope() scope: Scope): Promise<SlaSpecificationList> {
    return this.specifications.list(scope);
  }

  @Post()
  @Policy('sla:define')
  @Answers(Saved, {
    en: 'Adds what a contract promises from a month on',
    zh: '新增合同的服务等级',
    refuses: ['contract.not-found', 'edit.code-taken'],
  })
  add(
    @CurrentScope() scope: Scope,
    @Body({ schema: SlaSpecificationForm }) form: SlaSpecificationForm,
  ): Promise<Saved> {
    return this.specifications.save(scope, null, form);
  }

  @Post('simulation')
  @HttpCode(200)
  @Policy('sla:define')
  @Answers(SlaSimulation, {
    en: 'Tells what the last month would have been under other terms',
    zh: '按新条款试算上月结果',
    refuses: ['contract.not-found'],
  })
  simulate(
    @CurrentScope() scope: Scope,
    @Body({ schema: SlaSpecificationForm }) form: SlaSpecificationForm,
  ): Promise<SlaSimulation> {
    return this.specifications.simulate(scope, form);
  }

  @Post(':id')
  @HttpCode(200)
  @Policy('sla:define')
  @Answers(Saved, {
    en: 'Changes what a contract promises',
    zh: '修改合同的服务等级',
    refuses: ['contract.not-found', 'edit.code-taken', 'edit.conflict', 'specification.not-found'],
  })
  change(
    @CurrentScope() scope: Scope,
    @Param('id') id: string,
    @Body({ schema: SlaSpecificationForm }) form: SlaSpecificationForm,
  ): Promise<Saved> {
    return this.specifications.save(scope, id, form);
  }
}
