import { Body, Controller, Delete, Get, HttpCode, Put, Query, Res } from '@nestjs/common';
import { type SessionView, ViewAs, type ViewAsChoices, ViewAsQuery } from '@linewatch/shared';
import type { Response } from 'express';
import { type Caller, CurrentCaller, CurrentScope, Policy, WhileViewing } from '../../../platform/auth/policy.js';
import type { Scope } from '../../../platform/auth/scope.js';
import { personOf } from '../../../platform/auth/session-lookup.js';
import { setSessionCookie } from '../cookies.js';
import { ViewAsService } from './view-as.service.js';

/** Taking the view of a customer, and giving it back. */
@Controller('session/view-as')
export class ViewAsController {
  constructor(private readonly service: ViewAsService) {}

  @Get('customers')
  @Policy('customers:view-as')
  choices(
    @CurrentScope() scope: Scope,
    @Query({ schema: ViewAsQuery }) { search }: ViewAsQuery,
  ): Promise<ViewAsChoices> {
    return this.service.choices(scope, search);
  }

  @Put()
  @Policy('customers:view-as')
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
  async end(@CurrentCaller() caller: Caller, @Res({ passthrough: true }) response: Response): Promise<void> {
    const token = await this.service.end(personOf(caller));
    if (token !== undefined) setSessionCookie(response, token);
  }
}
