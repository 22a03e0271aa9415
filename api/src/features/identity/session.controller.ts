import { Body, Controller, Delete, Get, HttpCode, Post, Req, Res } from '@nestjs/common';
import { type SessionView, SignIn } from '@linewatch/shared';
import { stringifySetCookie } from 'cookie';
import type { Request, Response } from 'express';
import { type Caller, CurrentCaller, Open, Policy } from '../../platform/auth/policy.js';
import { SESSION_COOKIE, sessionTokenOf } from '../../platform/auth/session-cookie.js';
import { personOf } from '../../platform/auth/session-lookup.js';
import { SessionService } from './session.service.js';

/** The session of the browser that asks. */
@Controller('session')
export class SessionController {
  constructor(private readonly service: SessionService) {}

  @Post()
  @Open()
  async signIn(
    @Body({ schema: SignIn }) body: SignIn,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<SessionView> {
    const from = { address: request.ip ?? '', userAgent: request.headers['user-agent'] ?? '' };
    const { token, view } = await this.service.signIn(body, from, sessionTokenOf(request.headers.cookie));
    setCookie(response, token, {});
    return view;
  }

  @Get()
  @Policy('session:own')
  view(@CurrentCaller() caller: Caller): Promise<SessionView> {
    return this.service.view(personOf(caller));
  }

  @Delete()
  @HttpCode(204)
  @Policy('session:own')
  async signOut(@CurrentCaller() caller: Caller, @Res({ passthrough: true }) response: Response): Promise<void> {
    await this.service.signOut(personOf(caller));
    setCookie(response, '', { maxAge: 0 });
  }
}

/** A cookie of the browser's session: it goes when the browser does, and the table ends it sooner. */
function setCookie(response: Response, value: string, lifetime: { maxAge?: number }): void {
  response.setHeader(
    'Set-Cookie',
    stringifySetCookie({
      name: SESSION_COOKIE,
      value,
      httpOnly: true,
      secure: true,
      sameSite: 'lax',
      path: '/',
      ...lifetime,
    }),
  );
}
