import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { type ApiTokenList, type MadeApiToken, NewApiToken } from '@linewatch/shared';
import { type Caller, CurrentCaller, Policy } from '../../../platform/auth/policy.js';
import { personOf } from '../../../platform/auth/session-lookup.js';
import { ApiTokensService } from './api-tokens.service.js';

/** Tokens of the API. */
@Controller('tokens')
export class ApiTokensController {
  constructor(private readonly service: ApiTokensService) {}

  @Get()
  @Policy('tokens:manage')
  list(@CurrentCaller() caller: Caller): Promise<ApiTokenList> {
    return this.service.list(personOf(caller));
  }

  @Post()
  @Policy('tokens:manage')
  make(@CurrentCaller() caller: Caller, @Body({ schema: NewApiToken }) body: NewApiToken): Promise<MadeApiToken> {
    return this.service.make(personOf(caller), body);
  }

  @Delete(':tokenId')
  @HttpCode(204)
  @Policy('tokens:manage')
  revoke(@CurrentCaller() caller: Caller, @Param('tokenId') id: string): Promise<void> {
    return this.service.revoke(personOf(caller), id);
  }
}
