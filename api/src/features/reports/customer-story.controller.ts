import { Controller, Get, Param, Query } from '@nestjs/common';
import { CustomerStory, CustomerStoryQuery } from '@linewatch/shared';
import { CurrentScope, Policy } from '../../platform/auth/policy.js';
import type { Scope } from '../../platform/auth/scope.js';
import { Answers } from '../../platform/openapi/answers.js';
import { CustomerStoryService } from './customer-story.service.js';

/** The story of a customer's month over HTTP. */
@Controller('customers/:id')
export class CustomerStoryController {
  constructor(private readonly stories: CustomerStoryService) {}

  @Get('story')
  @Policy('portfolio:read')
  @Answers(CustomerStory, {
    en: 'What a month was like at a customer, for the talk with it',
    zh: '查看客户某月的服务情况，用于当面沟通',
    refuses: ['customer.not-found'],
  })
  story(
    @CurrentScope() scope: Scope,
    @Param('id') id: string,
    @Query({ schema: CustomerStoryQuery }) { month }: CustomerStoryQuery,
  ): Promise<CustomerStory> {
    return this.stories.of(scope, id, month);
  }
}
