import { Controller, Get } from '@nestjs/common';
import { DeskCallbackList } from '@linewatch/shared';
import { CurrentScope, Policy } from '../../platform/auth/policy.js';
import type { Scope } from '../../platform/auth/scope.js';
import { Answers } from '../../platform/openapi/answers.js';
import { DeskCallbackRepository } from './desk-callback.repository.js';

/** What people read of the callbacks that service desks have registered, of both versions. */
@Controller('desk-callbacks')
export class DeskCallbacksController {
  constructor(private readonly callbacks: DeskCallbackRepository) {}

  @Get()
  @Policy('notices:manage')
  @Answers(DeskCallbackList, {
    en: 'Lists the callbacks of service desks with what became of their last events',
    zh: '查看服务台事件回调及最近投递',
  })
  async list(@CurrentScope() scope: Scope): Promise<DeskCallbackList> {
    return { items: await this.callbacks.list(scope) };
  }
}
