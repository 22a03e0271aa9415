import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { AccessChoices, Created, UserAccess, UserInvitation, UserPage, UserQuery } from '@linewatch/shared';
import { type Caller, CurrentCaller, Policy } from '../../../platform/auth/policy.js';
import { personOf } from '../../../platform/auth/session-lookup.js';
import { Answers } from '../../../platform/openapi/answers.js';
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
  @Answers(UserPage, { en: 'Lists the people of customers or of the house', zh: '查看用户列表' })
  list(@CurrentCaller() caller: Caller, @Query({ schema: UserQuery }) query: UserQuery): Promise<UserPage> {
    return this.service.list(personOf(caller), query);
  }

  @Get('choices')
  @Policy('users:manage')
  @Answers(AccessChoices, {
    en: 'Lists the roles, customers and sites that the caller may give',
    zh: '查看可授予的角色与范围',
  })
  choices(@CurrentCaller() caller: Caller): Promise<AccessChoices> {
    return this.service.choices(personOf(caller));
  }

  @Post()
  @Policy('users:manage')
  @Answers(Created, { en: 'Invites somebody by mail', zh: '邀请用户', refuses: ['user.access-refused', 'user.exists'] })
  async invite(
    @CurrentCaller() caller: Caller,
    @Body({ schema: UserInvitation }) body: UserInvitation,
  ): Promise<Created> {
    return { id: await this.invitations.invite(personOf(caller), body) };
  }

  @Put(':userId/access')
  @HttpCode(204)
  @Policy('users:manage')
  @Answers(null, {
    en: 'Changes what somebody may do',
    zh: '修改用户权限',
    refuses: ['user.access-refused', 'user.not-found'],
  })
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
  @Answers(null, { en: 'Keeps somebody out', zh: '停用用户', refuses: ['user.access-refused', 'user.not-found'] })
  disable(@CurrentCaller() caller: Caller, @Param('userId') id: string): Promise<void> {
    return this.service.disable(personOf(caller), id);
  }

  @Post(':userId/enable')
  @HttpCode(204)
  @Policy('users:manage')
  @Answers(null, { en: 'Lets somebody in again', zh: '启用用户', refuses: ['user.access-refused', 'user.not-found'] })
  enable(@CurrentCaller() caller: Caller, @Param('userId') id: string): Promise<void> {
    return this.service.enable(personOf(caller), id);
  }

  @Post(':userId/second-factor/reset')
  @HttpCode(204)
  @Policy('factors:reset')
  @Answers(null, {
    en: 'Takes the second factor of somebody away',
    zh: '重置第二重验证',
    refuses: ['user.access-refused', 'user.not-found'],
  })
  resetFactor(@CurrentCaller() caller: Caller, @Param('userId') id: string): Promise<void> {
    return this.service.resetFactor(personOf(caller), id);
  }

  @Delete(':userId/linked-providers/:providerId')
  @HttpCode(204)
  @Policy('users:manage')
  @Answers(null, {
    en: 'Unlinks somebody from a sign-in service',
    zh: '解除用户与登录服务的关联',
    refuses: ['user.access-refused', 'user.not-found', 'provider.not-found', 'sso.last-way'],
  })
  unlink(
    @CurrentCaller() caller: Caller,
    @Param('userId') id: string,
    @Param('providerId') providerId: string,
  ): Promise<void> {
    return this.service.unlink(personOf(caller), id, providerId);
  }
}
