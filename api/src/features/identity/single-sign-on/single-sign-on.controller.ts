import { Controller, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import { DomainError, type ProviderBegun, type ProviderChoices, ProviderQuery } from '@linewatch/shared';
import type { Request, Response } from 'express';
import { type Caller, CurrentCaller, Open, Policy } from '../../../platform/auth/policy.js';
import { deviceTokenOf, sessionTokenOf, signInStateOf } from '../../../platform/auth/session-cookie.js';
import { personOf } from '../../../platform/auth/session-lookup.js';
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
  choices(@Query({ schema: ProviderQuery }) { email }: ProviderQuery): Promise<ProviderChoices> {
    return this.providers.choices(email);
  }

  @Post('providers/:providerId/begin')
  @HttpCode(200)
  @Open()
  async begin(@Param('providerId') id: string, @Res({ passthrough: true }) response: Response): Promise<ProviderBegun> {
    const { url, state } = await this.service.begin(id);
    setSignInState(response, state);
    return { url };
  }

  /** From inside: the person at the provider becomes this account, beside its password. */
  @Post('providers/:providerId/link')
  @HttpCode(200)
  @Policy('session:own')
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
  @Open()
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
      response.redirect(303, this.portal.to(pageOf(returned, response)));
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      response.redirect(303, this.portal.to(`/sign-in?refused=${error.code}`));
    }
  }
}

function pageOf(returned: Returned, response: Response): string {
  if (returned.linked) return '/account?linked=1';
  setSessionCookie(response, returned.token);
  if (returned.device !== undefined) setDeviceCookie(response, returned.device);
  return returned.step === 'DONE' ? '/' : `/sign-in?step=${returned.step}`;
}
