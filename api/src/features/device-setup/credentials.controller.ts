import { Body, Controller, Get, Post } from '@nestjs/common';
import { Created, CredentialList, NewCredentialRequest } from '@linewatch/shared';
import { CurrentScope, Policy } from '../../platform/auth/policy.js';
import type { Scope } from '../../platform/auth/scope.js';
import { Answers } from '../../platform/openapi/answers.js';
import { PollingSetupService } from './polling-setup.service.js';

/** Credentials over HTTP: secrets go in, and only their names come out. */
@Controller('credentials')
export class CredentialsController {
  constructor(private readonly service: PollingSetupService) {}

  @Get()
  @Policy('devices:write')
  @Answers(CredentialList, { en: 'Lists credentials without their secrets', zh: '查看凭据列表' })
  list(@CurrentScope() scope: Scope): Promise<CredentialList> {
    return this.service.credentials(scope);
  }

  @Post()
  @Policy('devices:write')
  @Answers(Created, { en: 'Enters a credential', zh: '新增凭据', refuses: ['credential.legacy-protocol'] })
  add(
    @CurrentScope() scope: Scope,
    @Body({ schema: NewCredentialRequest }) body: NewCredentialRequest,
  ): Promise<Created> {
    return this.service.addCredential(scope, body);
  }
}
