import { Body, Controller, Get, Put, Query } from '@nestjs/common';
import { PolicyQuery, SignInPolicy, StaffSignInPolicy } from '@linewatch/shared';
import { type Caller, CurrentCaller, Policy } from '../../../platform/auth/policy.js';
import { personOf } from '../../../platform/auth/session-lookup.js';
import { Answers } from '../../../platform/openapi/answers.js';
import { SignInPolicyService } from './sign-in-policy.service.js';

/** How the people of a customer and those of the operator have to sign in, and for how long. */
@Controller('sign-in-policy')
export class SignInPolicyController {
  constructor(private readonly service: SignInPolicyService) {}

  @Get()
  @Policy('users:manage')
  @Answers(SignInPolicy, {
    en: 'Shows how the people of a customer sign in',
    zh: '查看客户登录策略',
    refuses: ['request.not-found'],
  })
  view(@CurrentCaller() caller: Caller, @Query({ schema: PolicyQuery }) query: PolicyQuery): Promise<SignInPolicy> {
    return this.service.view(personOf(caller), query.customer);
  }

  @Put()
  @Policy('users:manage')
  @Answers(SignInPolicy, {
    en: 'Changes how the people of a customer sign in',
    zh: '修改客户登录策略',
    refuses: ['request.not-found', 'account.not-enrolled'],
  })
  change(
    @CurrentCaller() caller: Caller,
    @Query({ schema: PolicyQuery }) query: PolicyQuery,
    @Body({ schema: SignInPolicy }) body: SignInPolicy,
  ): Promise<SignInPolicy> {
    return this.service.change(personOf(caller), query.customer, body);
  }

  @Get('staff')
  @Policy('staff:manage')
  @Answers(StaffSignInPolicy, { en: "Shows how long staff's sessions last", zh: '查看运营商人员的会话时限' })
  viewStaff(): Promise<StaffSignInPolicy> {
    return this.service.viewStaff();
  }

  @Put('staff')
  @Policy('staff:manage')
  @Answers(StaffSignInPolicy, { en: "Changes how long staff's sessions last", zh: '修改运营商人员的会话时限' })
  changeStaff(@Body({ schema: StaffSignInPolicy }) body: StaffSignInPolicy): Promise<StaffSignInPolicy> {
    return this.service.changeStaff(body);
  }
}
