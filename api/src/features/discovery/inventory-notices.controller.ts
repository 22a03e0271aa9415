import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { AcceptNotice, DomainError, IgnoreNotice, InventoryNoticePage, InventoryNoticeQuery } from '@linewatch/shared';
import { type Caller, CurrentCaller, CurrentScope, Policy } from '../../platform/auth/policy.js';
import type { Scope } from '../../platform/auth/scope.js';
import { Answers } from '../../platform/openapi/answers.js';
import { NoticesService } from './notices.service.js';

/** Contradictions between devices and the inventory over HTTP, for operations staff only. */
@Controller('inventory-notices')
export class InventoryNoticesController {
  constructor(private readonly service: NoticesService) {}

  @Get()
  @Policy('devices:read')
  @Answers(InventoryNoticePage, {
    en: 'Lists contradictions between devices and the inventory',
    zh: '查看核对项',
    refuses: ['list.cursor-invalid'],
  })
  list(
    @CurrentScope() scope: Scope,
    @Query({ schema: InventoryNoticeQuery }) query: InventoryNoticeQuery,
  ): Promise<InventoryNoticePage> {
    return this.service.list(scope, query);
  }

  @Post(':noticeId/accept')
  @HttpCode(204)
  @Policy('devices:write')
  @Answers(null, {
    en: 'Accepts what a device says',
    zh: '接受核对项',
    refuses: ['inventory.notice-not-found', 'inventory.notice-not-acceptable', 'inventory.port-taken'],
  })
  accept(
    @CurrentScope() scope: Scope,
    @CurrentCaller() caller: Caller,
    @Param('noticeId') id: string,
    @Body({ schema: AcceptNotice }) body: AcceptNotice,
  ): Promise<void> {
    return this.service.accept(scope, userIdOf(caller), id, body);
  }

  @Post(':noticeId/ignore')
  @HttpCode(204)
  @Policy('devices:write')
  @Answers(null, {
    en: 'Ignores a contradiction',
    zh: '忽略核对项',
    refuses: ['inventory.notice-not-found', 'inventory.notice-not-acceptable'],
  })
  ignore(
    @CurrentScope() scope: Scope,
    @CurrentCaller() caller: Caller,
    @Param('noticeId') id: string,
    @Body({ schema: IgnoreNotice }) { reason }: IgnoreNotice,
  ): Promise<void> {
    return this.service.ignore(scope, userIdOf(caller), id, reason);
  }
}

function userIdOf(caller: Caller): string {
  if (caller.kind !== 'user') throw new DomainError('session.forbidden', 'Only people may decide this');
  return caller.userId;
}
