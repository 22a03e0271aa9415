import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { CircuitForm, Saved } from '@linewatch/shared';
import { type Caller, CurrentCaller, CurrentScope, Policy } from '../../platform/auth/policy.js';
import type { Scope } from '../../platform/auth/scope.js';
import { Answers } from '../../platform/openapi/answers.js';
import { CircuitRecords } from './circuit-records.js';

/** Circuits as staff write them, over HTTP. */
@Controller()
export class CircuitRecordsController {
  constructor(private readonly records: CircuitRecords) {}

  @Post('customers/:id/circuits')
  @HttpCode(201)
  @Policy('circuits:manage')
  @Answers(Saved, {
    en: 'Enters a circuit of a customer',
    zh: '新增客户电路',
    refuses: ['customer.not-found', 'edit.code-taken'],
  })
  add(
    @CurrentScope() scope: Scope,
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Body({ schema: CircuitForm }) form: CircuitForm,
  ): Promise<Saved> {
    return this.records.add(scope, caller, id, form);
  }

  @Post('circuits/:id')
  @HttpCode(200)
  @Policy('circuits:manage')
  @Answers(Saved, {
    en: 'Changes the facts of a circuit',
    zh: '修改电路资料',
    refuses: ['circuit.not-found', 'edit.code-taken', 'edit.conflict'],
  })
  change(
    @CurrentScope() scope: Scope,
    @Param('id') id: string,
    @Body({ schema: CircuitForm }) form: CircuitForm,
  ): Promise<Saved> {
    return this.records.change(scope, id, form);
  }
}
