import { Body, Controller, Get, Post } from '@nestjs/common';
import { type CredentialList, type Created, NewCredentialRequest } from '@linewatch/shared';
import { CurrentScope, Policy } from '../../platform/auth/policy.js';
import type { Scope } from '../../platform/auth/scope.js';
import { PollingSetupService } from './polling-setup.service.js';

/** Credentials over HTTP: secrets go in, and only their names come out. */
@Controller('credentials')
export class CredentialsController {
  constructor(private readonly service: PollingSetupService) {}

  @Get()
  @Policy('devices:write')
  list(@CurrentScope() scope: Scope): Promise<CredentialList> {
    return this.service.credentials(scope);
  }

  @Post()
  @Policy('devices:write')
  add(
    @CurrentScope() scope: Scope,
    @Body({ schema: NewCredentialRequest }) body: NewCredentialRequest,
  ): Promise<Created> {
    return this.service.addCredential(scope, body);
  }
}
