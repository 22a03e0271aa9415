import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import {
  type ProviderList,
  ProviderRules,
  ProviderSetup,
  type ProviderTest,
  type ProviderView,
} from '@linewatch/shared';
import { type Caller, CurrentCaller, Policy } from '../../../platform/auth/policy.js';
import { personOf } from '../../../platform/auth/session-lookup.js';
import { ProvidersService } from './providers.service.js';

/** The providers themselves. Which address is called is decided by the house, who may do what then by the customer too. */
@Controller('identity-providers')
export class ProvidersController {
  constructor(private readonly service: ProvidersService) {}

  @Get()
  @Policy('users:manage')
  list(@CurrentCaller() caller: Caller): Promise<ProviderList> {
    return this.service.list(personOf(caller));
  }

  @Post()
  @Policy('staff:manage')
  create(@CurrentCaller() caller: Caller, @Body({ schema: ProviderSetup }) body: ProviderSetup): Promise<ProviderView> {
    return this.service.create(personOf(caller), body);
  }

  @Put(':providerId')
  @Policy('staff:manage')
  change(
    @CurrentCaller() caller: Caller,
    @Param('providerId') id: string,
    @Body({ schema: ProviderSetup }) body: ProviderSetup,
  ): Promise<ProviderView> {
    return this.service.change(personOf(caller), id, body);
  }

  @Put(':providerId/rules')
  @Policy('users:manage')
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
  test(@CurrentCaller() caller: Caller, @Param('providerId') id: string): Promise<ProviderTest> {
    return this.service.test(personOf(caller), id);
  }

  @Delete(':providerId')
  @HttpCode(204)
  @Policy('staff:manage')
  remove(@CurrentCaller() caller: Caller, @Param('providerId') id: string): Promise<void> {
    return this.service.remove(personOf(caller), id);
  }
}
