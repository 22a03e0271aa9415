import { Controller, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import { DomainError, ProviderBegun, ProviderChoices, ProviderQuery } from '@linewatch/shared';
import type { Request, Response } from 'express';
import { type Caller, CurrentCaller, Open, Policy } from '../../../platform/auth/policy.js';
import { deviceTokenOf, sessionTokenOf, signInStateOf } from '../../../platform/auth/session-cookie.js';
import { personOf } from '../../../platform/auth/session-lookup.js';
import { Answers } from '../../../platform/openapi/answers.js';
import { clearSignInState, setDeviceCookie, setSessionCookie, setSignInState } from '../cookies.js';
import { PortalLinks } from '../portal-links.js';
import { ProvidersService } from './providers.service.js';
import { type Returned, SingleSignOn } from './single-sign-on.service.js';

/** Signing in at a provider: which there are, the way there, and the way back. */
@Controller('sign-in')
export class SingleSignOnController {
  constructor(
    private readonly service: SingleSignOn,
    private readonly providers: ProvidersService,
    private readonly portal: PortalLinks,
  ) {}

  @Get('providers')
  @Open()
  @Answers(ProviderChoices, { en: 'Sign-in services that may admit an address', zh: '可用于该邮箱的登录服务' })
  choices(@Query({ schema: ProviderQuery }) { email }: ProviderQuery): Promise<ProviderChoices> {
    return this.providers.choices(email);
  }

  @Post('providers/:providerId/begin')
  @HttpCode(200)
  @Open()
  @Answers(ProviderBegun, {
    en: 'Begins a sign-in at a service',
    zh: '发起通过登录服务的登录',
    refuses: ['provider.not-found', 'sso.unreachable', 'request.too-many'],
  })
  async begin(@Param('providerId') id: string, @Res({ passthrough: true }) response: Response): Promise<ProviderBegun> {
    const { url, state } = await this.service.begin(id);
    setSignInState(response, state);
    return { url };
  }

  /** From inside: the person at the provider becomes this account, beside its password. */
  @Post('providers/:providerId/link')
  @HttpCode(200)
  @Policy('session:own')
  @Answers(ProviderBegun, {
    en: 'Begins to link the own account with a service',
    zh: '发起账号与登录服务的关联',
    refuses: ['provider.not-found', 'sso.unreachable'],
  })
  async link(
    @CurrentCaller() caller: Caller,
    @Param('providerId') id: string,
    @Res({ passthrough: true }) response: Response,
  ): Promise<ProviderBegun> {
    const { url, state } = await this.service.begin(id, personOf(caller));
    setSignInState(response, state);
    return { url };
  }

  /** Where a provider leads the browser back to. Answers with the way to a page, which says in words what went wrong. */
  @Get('callback')
  @HttpCode(303)
  @Open()
  @Answers(null, { en: 'Where a sign-in service sends the browser back to', zh: '登录服务返回的地址' })
  async finish(@Req() request: Request, @Res() response: Response): Promise<void> {
    clearSignInState(response);
    const { headers, ip, originalUrl } = request;
    try {
      const returned = await this.service.finish({
        query: new URL(originalUrl, 'http://localhost').searchParams,
        state: signInStateOf(headers.cookie),
        address: ip ?? '',
        userAgent: headers['user-agent'] ?? '',
        session: sessionTokenOf(headers.cookie),
        device: deviceTokenOf(headers.cookie),
      });
      goTo(response, this.portal.to(pageOf(returned, response)));
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      goTo(response, this.portal.to(`/sign-in?refused=${error.code}`));
    }
  }
}

function pageOf(returned: Returned, response: Response): string {
  if (returned.linked) return '/account?linked=1';
  setSessionCookie(response, returned.token);
  if (returned.device !== undefined) setDeviceCookie(response, returned.device);
  return returned.step === 'DONE' ? '/' : `/sign-in?step=${returned.step}`;
}

/** On to a page of the portal, with nothing in the answer. */
function goTo(response: Response, address: string): void {
  response.status(303).location(address).end();
}
