import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { DeskHubList, MadeDeskHub, NewDeskHub } from '@linewatch/shared';
import { CurrentScope, Policy } from '../../platform/auth/policy.js';
import type { Scope } from '../../platform/auth/scope.js';
import { Answers } from '../../platform/openapi/answers.js';
import { versionOf } from './desk-version.js';
import { Hubs } from './hubs.service.js';

/** Callbacks of customers' desks over HTTP. */
@Controller('tmf621/:version/hub')
export class HubsController {
  constructor(private readonly hubs: Hubs) {}

  @Get()
  @Policy('notices:manage')
  @Answers(DeskHubList, {
    en: 'Callbacks for events of tickets',
    zh: '故障单事件回调列表',
    refuses: ['request.not-found'],
  })
  list(@CurrentScope() scope: Scope, @Param('version') named: string): Promise<DeskHubList> {
    return this.hubs.list(scope, versionOf(named));
  }

  @Post()
  @Policy('notices:manage')
  @Answers(MadeDeskHub, {
    en: 'Registers a callback for events of tickets; tells its secret this one time',
    zh: '登记故障单事件回调（密钥仅显示一次）',
    refuses: ['customer.not-found', 'notice-room.address-refused', 'notice-room.too-many', 'request.not-found'],
  })
  make(
    @CurrentScope() scope: Scope,
    @Param('version') named: string,
    @Body({ schema: NewDeskHub }) asked: NewDeskHub,
  ): Promise<MadeDeskHub> {
    return this.hubs.make(scope, asked, versionOf(named));
  }

  @Delete(':hubId')
  @HttpCode(204)
  @Policy('notices:manage')
  @Answers(null, {
    en: 'Removes a callback',
    zh: '删除故障单事件回调',
    refuses: ['notice-room.not-found', 'request.not-found'],
  })
  remove(
    @CurrentScope() scope: Scope,
    @Param('version') named: string,
    @Param('hubId') id: string,
  ): Promise<void> {
    return this.hubs.remove(scope, id, versionOf(named));
  }
}
