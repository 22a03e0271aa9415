import { Controller, Get } from '@nestjs/common';
import { PortfolioView } from '@linewatch/shared';
import { CurrentScope, Policy } from '../../platform/auth/policy.js';
import type { Scope } from '../../platform/auth/scope.js';
import { Answers } from '../../platform/openapi/answers.js';
import { PortfolioService } from './portfolio.service.js';

/** The portfolio over HTTP. */
@Controller('portfolio')
export class PortfolioController {
  constructor(private readonly service: PortfolioService) {}

  @Get()
  @Policy('portfolio:read')
  @Answers(PortfolioView, { en: 'Shows which customers need attention, and why', zh: '查看客户组合及关注原因' })
  view(@CurrentScope() scope: Scope): Promise<PortfolioView> {
    return this.service.view(scope);
  }
}
