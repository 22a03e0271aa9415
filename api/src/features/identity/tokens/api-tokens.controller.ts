import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTokenList, MadeApiToken, NewApiToken } from '@linewatch/shared';
import { type Caller, CurrentCaller, Policy } from '../../../platform/auth/policy.js';
import { personOf } from '../../../platform/auth/session-lookup.js';
import { Answers } from '../../../platform/openapi/answers.js';
import { ApiTokensService } from './api-tokens.service.js';

/** Tokens of the API. */
@Controller('tokens')
export class ApiTokensController {
  constructor(private readonly service: ApiTokensService) {}

  @Get()
  @Policy('tokens:manage')
  @Answers(ApiTokenList, { en: 'Lists API tokens', zh: '查看 API 令牌' })
  list(@CurrentCaller() caller: Caller): Promise<ApiTokenList> {
    return this.service.list(personOf(caller));
  }

  @Post()
  @Policy('tokens:manage')
  @Answers(MadeApiToken, {
    en: 'Makes an API token and shows it once',
    zh: '生成 API 令牌',
    refuses: ['user.access-refused'],
  })
  make(@CurrentCaller() caller: Caller, @Body({ schema: NewApiToken }) body: NewApiToken): Promise<MadeApiToken> {
    return this.service.make(personOf(caller), body);
  }

  @Delete(':tokenId')
  @HttpCode(204)
  @Policy('tokens:manage')
  @Answers(null, { en: 'Revokes an API token', zh: '吊销 API 令牌', refuses: ['token.not-found'] })
  revoke(@CurrentCaller() caller: Caller, @Param('tokenId') id: string): Promise<void> {
    return this.service.revoke(personOf(caller), id);
  }
}
