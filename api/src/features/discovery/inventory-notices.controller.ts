import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import {
  AcceptNotice,
  DomainError,
  IgnoreNotice,
  type InventoryNoticePage,
  InventoryNoticeQuery,
} from '@linewatch/shared';
import { type Caller, CurrentCaller, CurrentScope, Policy } from '../../platform/auth/policy.js';
import type { Scope } from '../../platform/auth/scope.js';
import { NoticesService } from './notices.service.js';

/** Contradictions between devices and the inventory over HTTP, for operations staff only. */
@Controller('inventory-notices')
export class InventoryNoticesController {
  constructor(private readonly service: NoticesService) {}

  @Get()
  @Policy('devices:read')
  list(
    @CurrentScope() scope: Scope,
    @Query({ schema: InventoryNoticeQuery }) query: InventoryNoticeQuery,
  ): Promise<InventoryNoticePage> {
    return this.service.list(scope, query);
  }

  @Post(':noticeId/accept')
  @HttpCode(204)
  @Policy('devices:write')
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
