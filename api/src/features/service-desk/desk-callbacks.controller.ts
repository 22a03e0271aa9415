import { Controller, Get } from '@nestjs/common';
import { DeskCallbackList } from '@linewatch/shared';
import { CurrentScope, Policy } from '../../platform/auth/policy.js';
import type { Scope } from '../../platform/auth/scope.js';
import { Answers } from '../../platform/openapi/answers.js';
import { Hubs } from './hubs.service.js';

/** What people read of the callbacks that service desks have registered, of both versions. */
@Controller('desk-callbacks')
export class DeskCallbacksController {
  constructor(private readonly hubs: Hubs) {}

  @Get()
  @Policy('notices:manage')
  @Answers(DeskCallbackList, {
    en: 'Lists the callbacks of service desks with what became of their last events',
    zh: '查看服务台事件回调及最近投递',
  })
  list(@CurrentScope() scope: Scope): Promise<DeskCallbackList> {
    return this.hubs.callbacks(scope);
  }
}
