import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { AliasChange, type CircuitVersion } from '@linewatch/shared';
import { CurrentScope, Policy } from '../../platform/auth/policy.js';
import type { Scope } from '../../platform/auth/scope.js';
import { CircuitAlias } from './circuit-alias.js';

/** The customer's own word for a circuit, over HTTP. */
@Controller('circuits')
export class CircuitAliasController {
  constructor(private readonly alias: CircuitAlias) {}

  @Post(':id/alias')
  @HttpCode(200)
  @Policy('circuits:label')
  change(
    @CurrentScope() scope: Scope,
    @Param('id') id: string,
    @Body({ schema: AliasChange }) change: AliasChange,
  ): Promise<CircuitVersion> {
    return this.alias.change(scope, id, change);
  }
}
