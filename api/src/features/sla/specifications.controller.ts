import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import {
  Saved,
  SlaContractCircuits,
  SlaContractList,
  SlaContractQuery,
  SlaSimulation,
  SlaSpecificationForm,
  SlaSpecificationList,
} from '@linewatch/shared';
import { CurrentScope, Policy } from '../../platform/auth/policy.js';
import type { Scope } from '../../platform/auth/scope.js';
import { Answers } from '../../platform/openapi/answers.js';
import { SpecificationsService } from './specifications.service.js';

/** What contracts promise, over HTTP. */
@Controller('sla')
export class SpecificationsController {
  constructor(private readonly specifications: SpecificationsService) {}

  @Get('specifications')
  @Policy('sla:read')
  @Answers(SlaSpecificationList, { en: 'Lists what contracts promise', zh: '列出各合同的服务等级' })
  list(@CurrentScope() scope: Scope): Promise<SlaSpecificationList> {
    return this.specifications.list(scope);
  }

  @Post('specifications')
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

  @Post('specifications/simulation')
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

  @Post('specifications/:id')
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

  @Get('contracts')
  @Policy('sla:define')
  @Answers(SlaContractList, { en: 'Lists contracts that terms can be agreed for', zh: '列出可约定服务等级的合同' })
  contracts(
    @CurrentScope() scope: Scope,
    @Query({ schema: SlaContractQuery }) query: SlaContractQuery,
  ): Promise<SlaContractList> {
    return this.specifications.contracts(scope, query);
  }

  @Get('contracts/:contractId/circuits')
  @Policy('sla:define')
  @Answers(SlaContractCircuits, {
    en: 'Lists the circuits of a contract and what they cost',
    zh: '列出合同下的电路及月租费',
    refuses: ['contract.not-found'],
  })
  circuits(@CurrentScope() scope: Scope, @Param('contractId') id: string): Promise<SlaContractCircuits> {
    return this.specifications.circuitsOfContract(scope, id);
  }
}
