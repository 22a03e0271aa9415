import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { AliasChange, CircuitVersion } from '@linewatch/shared';
import { CurrentScope, Policy } from '../../platform/auth/policy.js';
import type { Scope } from '../../platform/auth/scope.js';
import { Answers } from '../../platform/openapi/answers.js';
import { CircuitAlias } from './circuit-alias.js';

/** The customer's own word for a circuit, over HTTP. */
@Controller('circuits')
export class CircuitAliasController {
  constructor(private readonly alias: CircuitAlias) {}

  @Post(':id/alias')
  @HttpCode(200)
  @Policy('circuits:label')
  @Answers(CircuitVersion, {
    en: "Gives a circuit the customer's own name",
    zh: '设置电路的客户别名',
    refuses: ['circuit.not-found', 'edit.conflict'],
  })
  change(
    @CurrentScope() scope: Scope,
    @Param('id') id: string,
    @Body({ schema: AliasChange }) change: AliasChange,
  ): Promise<CircuitVersion> {
    return this.alias.change(scope, id, change);
  }
}
