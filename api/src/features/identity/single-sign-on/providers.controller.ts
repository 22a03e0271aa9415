import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ProviderList, ProviderRules, ProviderSetup, ProviderTest, ProviderView } from '@linewatch/shared';
import { type Caller, CurrentCaller, Policy } from '../../../platform/auth/policy.js';
import { personOf } from '../../../platform/auth/session-lookup.js';
import { Answers } from '../../../platform/openapi/answers.js';
import { ProvidersService } from './providers.service.js';

/** The providers themselves. Which address is called is decided by the house, who may do what then by the customer too. */
@Controller('identity-providers')
export class ProvidersController {
  constructor(private readonly service: ProvidersService) {}

  @Get()
  @Policy('users:manage')
  @Answers(ProviderList, { en: 'Sign-in services that the caller may see', zh: '可见的登录服务列表' })
  list(@CurrentCaller() caller: Caller): Promise<ProviderList> {
    return this.service.list(personOf(caller));
  }

  @Post()
  @Policy('staff:manage')
  @Answers(ProviderView, {
    en: 'Enters a sign-in service',
    zh: '新增登录服务',
    refuses: ['user.access-refused', 'provider.domain-missing', 'provider.issuer-refused', 'customer.not-found'],
  })
  create(@CurrentCaller() caller: Caller, @Body({ schema: ProviderSetup }) body: ProviderSetup): Promise<ProviderView> {
    return this.service.create(personOf(caller), body);
  }

  @Put(':providerId')
  @Policy('staff:manage')
  @Answers(ProviderView, {
    en: 'Changes a sign-in service',
    zh: '修改登录服务',
    refuses: [
      'user.access-refused',
      'provider.not-found',
      'provider.domain-missing',
      'provider.issuer-refused',
      'customer.not-found',
    ],
  })
  change(
    @CurrentCaller() caller: Caller,
    @Param('providerId') id: string,
    @Body({ schema: ProviderSetup }) body: ProviderSetup,
  ): Promise<ProviderView> {
    return this.service.change(personOf(caller), id, body);
  }

  @Put(':providerId/rules')
  @Policy('users:manage')
  @Answers(ProviderView, {
    en: 'Changes which groups get which rights',
    zh: '修改用户组与权限的对应规则',
    refuses: ['user.access-refused', 'provider.not-found', 'customer.not-found', 'site.not-found'],
  })
  changeRules(
    @CurrentCaller() caller: Caller,
    @Param('providerId') id: string,
    @Body({ schema: ProviderRules }) body: ProviderRules,
  ): Promise<ProviderView> {
    return this.service.changeRules(personOf(caller), id, body);
  }

  @Post(':providerId/test')
  @HttpCode(200)
  @Policy('users:manage')
  @Answers(ProviderTest, {
    en: 'Tries whether a sign-in service can be reached',
    zh: '测试登录服务',
    refuses: ['provider.not-found'],
  })
  test(@CurrentCaller() caller: Caller, @Param('providerId') id: string): Promise<ProviderTest> {
    return this.service.test(personOf(caller), id);
  }

  @Delete(':providerId')
  @HttpCode(204)
  @Policy('staff:manage')
  @Answers(null, { en: 'Removes a sign-in service', zh: '删除登录服务', refuses: ['provider.not-found'] })
  remove(@CurrentCaller() caller: Caller, @Param('providerId') id: string): Promise<void> {
    return this.service.remove(personOf(caller), id);
  }
}
