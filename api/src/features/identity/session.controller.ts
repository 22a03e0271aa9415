import { Body, Controller, Delete, Get, HttpCode, Post, Put, Req, Res } from '@nestjs/common';
import { ActAs, EnrolmentAnswer, SecondStep, SessionView, SignIn, SignInAnswer, TotpOffer } from '@linewatch/shared';
import type { Request, Response } from 'express';
import { type Caller, CurrentCaller, Open, Policy, WhileViewing } from '../../platform/auth/policy.js';
import { deviceTokenOf, sessionTokenOf } from '../../platform/auth/session-cookie.js';
import { personOf } from '../../platform/auth/session-lookup.js';
import { Answers } from '../../platform/openapi/answers.js';
import { clearSessionCookie, setDeviceCookie, setSessionCookie } from './cookies.js';
import { SessionService } from './session.service.js';
import { type Admission, type Arrival, SignInService } from './sign-in.service.js';

/** The session of the browser that asks, and the steps to it. */
@Controller('session')
export class SessionController {
  constructor(
    private readonly signIns: SignInService,
    private readonly service: SessionService,
  ) {}

  @Post()
  @Open()
  @Answers(SignInAnswer, {
    en: 'Signs in',
    zh: '登录',
    refuses: ['session.credentials-refused', 'session.too-many-attempts', 'request.too-many'],
  })
  async signIn(
    @Body({ schema: SignIn }) body: SignIn,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<SignInAnswer> {
    return answer(await this.signIns.signIn(body, arrivalOf(request)), response);
  }

  /** Open, since the cookie of a session that waits opens nothing else. */
  @Post('code')
  @HttpCode(200)
  @Open()
  @Answers(SignInAnswer, {
    en: 'Shows the code of the second factor',
    zh: '提交第二重验证码',
    refuses: ['session.missing', 'session.code-refused', 'session.too-many-attempts'],
  })
  async showCode(
    @Body({ schema: SecondStep }) { code }: SecondStep,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<SignInAnswer> {
    return answer(await this.signIns.showCode(code, arrivalOf(request)), response);
  }

  @Post('enrolment')
  @HttpCode(200)
  @Open()
  @Answers(TotpOffer, {
    en: 'Offers the second factor that a sign-in still lacks',
    zh: '登录时绑定验证器',
    refuses: ['session.missing'],
  })
  offerEnrolment(@Req() request: Request): Promise<TotpOffer> {
    return this.signIns.offerEnrolment(arrivalOf(request));
  }

  @Post('enrolment/confirmed')
  @HttpCode(200)
  @Open()
  @Answers(EnrolmentAnswer, {
    en: 'Confirms the second factor and ends the sign-in',
    zh: '登录时确认验证器',
    refuses: ['session.missing', 'session.code-refused', 'session.too-many-attempts'],
  })
  async confirmEnrolment(
    @Body({ schema: SecondStep }) { code }: SecondStep,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<EnrolmentAnswer> {
    const admission = await this.signIns.confirmEnrolment(code, arrivalOf(request));
    const { session } = answer(admission, response);
    if (session === null) throw new Error('an enrolment that did not end the sign-in');
    return { codes: admission.codes, session };
  }

  @Get()
  @Policy('session:own')
  @Answers(SessionView, { en: 'Says who is signed in', zh: '查看当前会话' })
  view(@CurrentCaller() caller: Caller): Promise<SessionView> {
    return this.service.view(personOf(caller));
  }

  @Put('acting-as')
  @Policy('session:own')
  @Answers(SessionView, { en: 'Goes on for another customer', zh: '切换身份', refuses: ['standing.not-found'] })
  async actAs(
    @CurrentCaller() caller: Caller,
    @Body({ schema: ActAs }) { standing }: ActAs,
    @Res({ passthrough: true }) response: Response,
  ): Promise<SessionView> {
    const { token, view } = await this.service.actAs(personOf(caller), standing);
    setSessionCookie(response, token);
    return view;
  }

  @Delete()
  @HttpCode(204)
  @Policy('session:own')
  @WhileViewing()
  @Answers(null, { en: 'Signs out', zh: '退出登录' })
  async signOut(@CurrentCaller() caller: Caller, @Res({ passthrough: true }) response: Response): Promise<void> {
    await this.service.signOut(personOf(caller));
    clearSessionCookie(response);
  }
}

function arrivalOf(request: Request): Arrival {
  return {
    address: request.ip ?? '',
    userAgent: request.headers['user-agent'] ?? '',
    session: sessionTokenOf(request.headers.cookie),
    device: deviceTokenOf(request.headers.cookie),
  };
}

function answer({ step, token, device, view }: Admission, response: Response): SignInAnswer {
  setSessionCookie(response, token);
  if (device !== undefined) setDeviceCookie(response, device);
  return { step, session: view };
}
