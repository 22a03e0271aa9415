import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { BlackoutForm, Blackouts, Saved } from '@linewatch/shared';
import { type Caller, CurrentCaller, CurrentScope, Policy } from '../../platform/auth/policy.js';
import type { Scope } from '../../platform/auth/scope.js';
import { personOf } from '../../platform/auth/session-lookup.js';
import { Answers } from '../../platform/openapi/answers.js';
import { BlackoutsService } from './blackouts.service.js';

/** Times in which customers want no works, over HTTP. */
@Controller('blackouts')
export class BlackoutsController {
  constructor(private readonly service: BlackoutsService) {}

  @Get()
  @Policy('works:read')
  @Answers(Blackouts, { en: 'Black-out periods that are not over', zh: '未结束的封网时段' })
  list(@CurrentScope() scope: Scope): Promise<Blackouts> {
    return this.service.list(scope);
  }

  @Post()
  @Policy('blackouts:manage')
  @Answers(Saved, { en: 'Enters a black-out period', zh: '新增封网时段', refuses: ['customer.not-found'] })
  add(
    @CurrentScope() scope: Scope,
    @CurrentCaller() caller: Caller,
    @Body({ schema: BlackoutForm }) form: BlackoutForm,
  ): Promise<Saved> {
    return this.service.add(scope, personOf(caller), form);
  }

  @Post(':id')
  @HttpCode(200)
  @Policy('blackouts:manage')
  @Answers(Saved, {
    en: 'Changes a black-out period',
    zh: '修改封网时段',
    refuses: ['blackout.not-found', 'edit.conflict'],
  })
  change(
    @CurrentScope() scope: Scope,
    @Param('id') id: string,
    @Body({ schema: BlackoutForm }) form: BlackoutForm,
  ): Promise<Saved> {
    return this.service.change(scope, id, form);
  }

  @Delete(':id')
  @HttpCode(204)
  @Policy('blackouts:manage')
  @Answers(null, { en: 'Removes a black-out period', zh: '删除封网时段', refuses: ['blackout.not-found'] })
  remove(@CurrentScope() scope: Scope, @Param('id') id: string): Promise<void> {
    return this.service.remove(scope, id);
  }
}
