import { Body, Controller, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { type AccessChoices, UserAccess, UserInvitation, type UserPage, UserQuery } from '@linewatch/shared';
import { type Caller, CurrentCaller, Policy } from '../../../platform/auth/policy.js';
import { personOf } from '../../../platform/auth/session-lookup.js';
import { InvitationsService } from './invitations.service.js';
import { UsersService } from './users.service.js';

/** The people that the caller runs. */
@Controller('users')
export class UsersController {
  constructor(
    private readonly service: UsersService,
    private readonly invitations: InvitationsService,
  ) {}

  @Get()
  @Policy('users:read')
  list(@CurrentCaller() caller: Caller, @Query({ schema: UserQuery }) query: UserQuery): Promise<UserPage> {
    return this.service.list(personOf(caller), query);
  }

  @Get('choices')
  @Policy('users:manage')
  choices(@CurrentCaller() caller: Caller): Promise<AccessChoices> {
    return this.service.choices(personOf(caller));
  }

  @Post()
  @Policy('users:manage')
  async invite(
    @CurrentCaller() caller: Caller,
    @Body({ schema: UserInvitation }) body: UserInvitation,
  ): Promise<{ readonly id: string }> {
    return { id: await this.invitations.invite(personOf(caller), body) };
  }

  @Put(':userId/access')
  @HttpCode(204)
  @Policy('users:manage')
  changeAccess(
    @CurrentCaller() caller: Caller,
    @Param('userId') id: string,
    @Body({ schema: UserAccess }) body: UserAccess,
  ): Promise<void> {
    return this.service.changeAccess(personOf(caller), id, body);
  }

  @Post(':userId/disable')
  @HttpCode(204)
  @Policy('users:manage')
  disable(@CurrentCaller() caller: Caller, @Param('userId') id: string): Promise<void> {
    return this.service.disable(personOf(caller), id);
  }

  @Post(':userId/enable')
  @HttpCode(204)
  @Policy('users:manage')
  enable(@CurrentCaller() caller: Caller, @Param('userId') id: string): Promise<void> {
    return this.service.enable(personOf(caller), id);
  }

  @Post(':userId/second-factor/reset')
  @HttpCode(204)
  @Policy('factors:reset')
  resetFactor(@CurrentCaller() caller: Caller, @Param('userId') id: string): Promise<void> {
    return this.service.resetFactor(personOf(caller), id);
  }
}
