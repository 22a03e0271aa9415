import { Body, Controller, Get, HttpCode, Patch, Post, Put } from '@nestjs/common';
import {
  AccountChange,
  type AccountView,
  PasswordAgain,
  PasswordChange,
  type RecoveryCodes,
  SecondStep,
  type TotpOffer,
} from '@linewatch/shared';
import { type Caller, CurrentCaller, Policy } from '../../../platform/auth/policy.js';
import { personOf } from '../../../platform/auth/session-lookup.js';
import { AccountService } from './account.service.js';

/** The account of the person who asks. */
@Controller('account')
export class AccountController {
  constructor(private readonly service: AccountService) {}

  @Get()
  @Policy('session:own')
  view(@CurrentCaller() caller: Caller): Promise<AccountView> {
    return this.service.view(personOf(caller));
  }

  @Patch()
  @Policy('session:own')
  change(@CurrentCaller() caller: Caller, @Body({ schema: AccountChange }) body: AccountChange): Promise<AccountView> {
    return this.service.change(personOf(caller), body);
  }

  @Put('password')
  @HttpCode(204)
  @Policy('session:own')
  changePassword(
    @CurrentCaller() caller: Caller,
    @Body({ schema: PasswordChange }) body: PasswordChange,
  ): Promise<void> {
    return this.service.changePassword(personOf(caller), body);
  }

  @Post('totp')
  @HttpCode(200)
  @Policy('session:own')
  offerFactor(
    @CurrentCaller() caller: Caller,
    @Body({ schema: PasswordAgain }) { password }: PasswordAgain,
  ): Promise<TotpOffer> {
    return this.service.offerFactor(personOf(caller), password);
  }

  @Post('totp/confirmed')
  @HttpCode(200)
  @Policy('session:own')
  confirmFactor(
    @CurrentCaller() caller: Caller,
    @Body({ schema: SecondStep }) { code }: SecondStep,
  ): Promise<RecoveryCodes> {
    return this.service.confirmFactor(personOf(caller), code);
  }

  @Post('totp/removed')
  @HttpCode(204)
  @Policy('session:own')
  removeFactor(
    @CurrentCaller() caller: Caller,
    @Body({ schema: PasswordAgain }) { password }: PasswordAgain,
  ): Promise<void> {
    return this.service.removeFactor(personOf(caller), password);
  }

  @Post('recovery-codes')
  @HttpCode(200)
  @Policy('session:own')
  renewCodes(
    @CurrentCaller() caller: Caller,
    @Body({ schema: PasswordAgain }) { password }: PasswordAgain,
  ): Promise<RecoveryCodes> {
    return this.service.renewCodes(personOf(caller), password);
  }
}
