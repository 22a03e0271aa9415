import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Put } from '@nestjs/common';
import {
  AccountChange,
  AccountView,
  PasswordAgain,
  PasswordChange,
  RecoveryCodes,
  SecondStep,
  TotpOffer,
} from '@linewatch/shared';
import { type Caller, CurrentCaller, Policy } from '../../../platform/auth/policy.js';
import { personOf } from '../../../platform/auth/session-lookup.js';
import { Answers } from '../../../platform/openapi/answers.js';
import { Unlinking } from '../single-sign-on/unlinking.js';
import { AccountService } from './account.service.js';

/** The account of the person who asks. */
@Controller('account')
export class AccountController {
  constructor(
    private readonly service: AccountService,
    private readonly unlinking: Unlinking,
  ) {}

  @Get()
  @Policy('session:own')
  @Answers(AccountView, { en: "Shows the caller's account", zh: '查看本人账户' })
  view(@CurrentCaller() caller: Caller): Promise<AccountView> {
    return this.service.view(personOf(caller));
  }

  @Patch()
  @Policy('session:own')
  @Answers(AccountView, { en: "Changes the caller's name, language or time zone", zh: '修改姓名、语言或时区' })
  change(@CurrentCaller() caller: Caller, @Body({ schema: AccountChange }) body: AccountChange): Promise<AccountView> {
    return this.service.change(personOf(caller), body);
  }

  @Put('password')
  @HttpCode(204)
  @Policy('session:own')
  @Answers(null, {
    en: "Changes the caller's password",
    zh: '修改密码',
    refuses: ['account.password-refused', 'session.too-many-attempts'],
  })
  changePassword(
    @CurrentCaller() caller: Caller,
    @Body({ schema: PasswordChange }) body: PasswordChange,
  ): Promise<void> {
    return this.service.changePassword(personOf(caller), body);
  }

  @Post('totp')
  @HttpCode(200)
  @Policy('session:own')
  @Answers(TotpOffer, {
    en: 'Offers a second factor',
    zh: '开始绑定验证器',
    refuses: ['account.password-refused', 'session.too-many-attempts'],
  })
  offerFactor(
    @CurrentCaller() caller: Caller,
    @Body({ schema: PasswordAgain }) { password }: PasswordAgain,
  ): Promise<TotpOffer> {
    return this.service.offerFactor(personOf(caller), password);
  }

  @Post('totp/confirmed')
  @HttpCode(200)
  @Policy('session:own')
  @Answers(RecoveryCodes, {
    en: 'Confirms the second factor by its first code',
    zh: '确认绑定验证器',
    refuses: ['session.code-refused', 'session.too-many-attempts'],
  })
  confirmFactor(
    @CurrentCaller() caller: Caller,
    @Body({ schema: SecondStep }) { code }: SecondStep,
  ): Promise<RecoveryCodes> {
    return this.service.confirmFactor(personOf(caller), code);
  }

  @Post('totp/removed')
  @HttpCode(204)
  @Policy('session:own')
  @Answers(null, {
    en: 'Gives the second factor up',
    zh: '停用第二重验证',
    refuses: [
      'account.password-refused',
      'account.factor-required',
      'account.not-enrolled',
      'session.too-many-attempts',
    ],
  })
  removeFactor(
    @CurrentCaller() caller: Caller,
    @Body({ schema: PasswordAgain }) { password }: PasswordAgain,
  ): Promise<void> {
    return this.service.removeFactor(personOf(caller), password);
  }

  @Post('recovery-codes')
  @HttpCode(200)
  @Policy('session:own')
  @Answers(RecoveryCodes, {
    en: 'Makes new recovery codes',
    zh: '重新生成恢复码',
    refuses: ['account.password-refused', 'account.not-enrolled', 'session.too-many-attempts'],
  })
  renewCodes(
    @CurrentCaller() caller: Caller,
    @Body({ schema: PasswordAgain }) { password }: PasswordAgain,
  ): Promise<RecoveryCodes> {
    return this.service.renewCodes(personOf(caller), password);
  }

  @Delete('linked-providers/:providerId')
  @HttpCode(204)
  @Policy('session:own')
  @Answers(null, {
    en: "Unlinks the caller's account from a sign-in service",
    zh: '解除本人账号与登录服务的关联',
    refuses: ['provider.not-found', 'sso.last-way', 'sso.says-rights'],
  })
  unlink(@CurrentCaller() caller: Caller, @Param('providerId') id: string): Promise<void> {
    return this.unlinking.own(personOf(caller), id);
  }
}
