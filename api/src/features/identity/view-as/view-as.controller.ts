import { Body, Controller, Delete, Get, HttpCode, Put, Query, Res } from '@nestjs/common';
import { SessionView, ViewAs, ViewAsChoices, ViewAsQuery } from '@linewatch/shared';
import type { Response } from 'express';
import { type Caller, CurrentCaller, CurrentScope, Policy, WhileViewing } from '../../../platform/auth/policy.js';
import type { Scope } from '../../../platform/auth/scope.js';
import { personOf } from '../../../platform/auth/session-lookup.js';
import { Answers } from '../../../platform/openapi/answers.js';
import { setSessionCookie } from '../cookies.js';
import { ViewAsService } from './view-as.service.js';

/** Taking the view of a customer, and giving it back. */
@Controller('session/view-as')
export class ViewAsController {
  constructor(private readonly service: ViewAsService) {}

  @Get('customers')
  @Policy('customers:view-as')
  @Answers(ViewAsChoices, { en: 'Customers whose view the caller may take', zh: '可切换视角的客户' })
  choices(
    @CurrentScope() scope: Scope,
    @Query({ schema: ViewAsQuery }) { search }: ViewAsQuery,
  ): Promise<ViewAsChoices> {
    return this.service.choices(scope, search);
  }

  @Put()
  @Policy('customers:view-as')
  @Answers(SessionView, {
    en: "Takes a customer's view, read-only, for an hour",
    zh: '以客户视角查看（只读，一小时）',
    refuses: ['request.not-found'],
  })
  async begin(
    @CurrentCaller() caller: Caller,
    @Body({ schema: ViewAs }) { customer }: ViewAs,
    @Res({ passthrough: true }) response: Response,
  ): Promise<SessionView> {
    const { token, view } = await this.service.begin(personOf(caller), customer);
    setSessionCookie(response, token);
    return view;
  }

  @Delete()
  @HttpCode(204)
  @Policy('session:own')
  @WhileViewing()
  @Answers(null, { en: "Ends the customer's view", zh: '结束以客户视角查看' })
  async end(@CurrentCaller() caller: Caller, @Res({ passthrough: true }) response: Response): Promise<void> {
    const token = await this.service.end(personOf(caller));
    if (token !== undefined) setSessionCookie(response, token);
  }
}
