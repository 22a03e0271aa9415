import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { DomainError, LineTestForm, LineTestView } from '@linewatch/shared';
import { type Caller, CurrentCaller, CurrentScope, Policy } from '../../platform/auth/policy.js';
import type { Scope } from '../../platform/auth/scope.js';
import { Answers } from '../../platform/openapi/answers.js';
import { LineTestsService } from './line-tests.service.js';

/** Tests of lines over HTTP. */
@Controller()
export class LineTestsController {
  constructor(private readonly service: LineTestsService) {}

  @Post('circuits/:id/line-tests')
  @Policy('line-tests:run')
  @Answers(LineTestView, {
    en: 'Tests a line now',
    zh: '立即测试线路',
    refuses: ['circuit.not-found', 'request.too-many'],
  })
  ask(
    @CurrentScope() scope: Scope,
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Body({ schema: LineTestForm }) form: LineTestForm,
  ): Promise<LineTestView> {
    if (caller.kind !== 'user') throw new DomainError('session.forbidden', 'Only people test lines');
    return this.service.ask(scope, caller.userId, id, form);
  }

  @Get('line-tests/:testId')
  @Policy('circuits:read')
  @Answers(LineTestView, {
    en: 'Shows a test of a line, with its verdict once it is there',
    zh: '查看线路测试及其结论',
    refuses: ['line-test.not-found'],
  })
  view(@CurrentScope() scope: Scope, @Param('testId') id: string): Promise<LineTestView> {
    return this.service.view(scope, id);
  }
}
