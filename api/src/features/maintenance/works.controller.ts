import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import {
  Saved,
  WorkAnswerForm,
  WorkForm,
  WorkPage,
  WorkPreview,
  WorkPreviewRequest,
  WorkQuery,
  WorkReplyForm,
  WorkStepRequest,
  WorkView,
} from '@linewatch/shared';
import { type Caller, CurrentCaller, CurrentScope, Policy } from '../../platform/auth/policy.js';
import type { Scope } from '../../platform/auth/scope.js';
import { personOf } from '../../platform/auth/session-lookup.js';
import { Answers } from '../../platform/openapi/answers.js';
import { WorkAnswers } from './work-answers.js';
import { WorkPlanning } from './work-planning.js';
import { WorkSteps } from './work-steps.js';
import { WorksService } from './works.service.js';

/** Planned works over HTTP. */
@Controller('works')
export class WorksController {
  constructor(
    private readonly works: WorksService,
    private readonly planning: WorkPlanning,
    private readonly steps: WorkSteps,
    private readonly answers: WorkAnswers,
  ) {}

  @Get()
  @Policy('works:read')
  @Answers(WorkPage, { en: 'Planned works', zh: '割接列表', refuses: ['list.cursor-invalid'] })
  list(
    @CurrentScope() scope: Scope,
    @CurrentCaller() caller: Caller,
    @Query({ schema: WorkQuery }) query: WorkQuery,
  ): Promise<WorkPage> {
    return this.works.list(scope, personOf(caller), query);
  }

  @Post('preview')
  @HttpCode(200)
  @Policy('works:plan')
  @Answers(WorkPreview, {
    en: 'What a plan would hit, and what stands against it',
    zh: '预览割接影响范围与冲突',
    refuses: ['work.target-unknown', 'work.no-circuits', 'work.too-many-circuits'],
  })
  preview(
    @CurrentScope() scope: Scope,
    @Body({ schema: WorkPreviewRequest }) request: WorkPreviewRequest,
  ): Promise<WorkPreview> {
    return this.works.preview(scope, request);
  }

  @Get(':id')
  @Policy('works:read')
  @Answers(WorkView, {
    en: 'A work with the own circuits on it, the answers, and what was compared',
    zh: '一次割接，含本方电路、答复与前后对比',
    refuses: ['work.not-found'],
  })
  view(@CurrentScope() scope: Scope, @CurrentCaller() caller: Caller, @Param('id') id: string): Promise<WorkView> {
    return this.works.view(scope, personOf(caller), id);
  }

  @Post()
  @Policy('works:plan')
  @Answers(Saved, {
    en: 'Plans a work',
    zh: '编制割接',
    refuses: ['session.forbidden', 'work.target-unknown', 'work.no-circuits', 'work.too-many-circuits'],
  })
  plan(
    @CurrentScope() scope: Scope,
    @CurrentCaller() caller: Caller,
    @Body({ schema: WorkForm }) form: WorkForm,
  ): Promise<Saved> {
    return this.planning.plan(scope, personOf(caller), form);
  }

  @Post(':id')
  @HttpCode(200)
  @Policy('works:plan')
  @Answers(Saved, {
    en: 'Changes a plan; what was announced gets a new revision',
    zh: '修改割接；已通知的将产生新版本',
    refuses: [
      'edit.conflict',
      'session.forbidden',
      'work.blackout',
      'work.diversity-broken',
      'work.no-circuits',
      'work.not-found',
      'work.notice-too-short',
      'work.overlaps',
      'work.step-impossible',
      'work.target-unknown',
      'work.too-many-circuits',
    ],
  })
  change(
    @CurrentScope() scope: Scope,
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Body({ schema: WorkForm }) form: WorkForm,
  ): Promise<Saved> {
    return this.planning.change(scope, personOf(caller), id, form);
  }

  @Post(':id/steps')
  @HttpCode(200)
  @Policy('works:plan')
  @Answers(Saved, {
    en: 'Takes a work a step further in its life',
    zh: '推进割接流程',
    refuses: [
      'edit.conflict',
      'session.forbidden',
      'work.author-approves',
      'work.blackout',
      'work.diversity-broken',
      'work.no-circuits',
      'work.not-found',
      'work.notice-too-short',
      'work.outside-window',
      'work.overlaps',
      'work.step-impossible',
      'work.target-unknown',
      'work.too-many-circuits',
    ],
  })
  step(
    @CurrentScope() scope: Scope,
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Body({ schema: WorkStepRequest }) request: WorkStepRequest,
  ): Promise<Saved> {
    return this.steps.step(scope, personOf(caller), id, request);
  }

  @Post(':id/answers')
  @Policy('works:answer')
  @Answers(Saved, {
    en: 'Acknowledges a work, asks about it, or objects with another slot',
    zh: '确认、询问割接，或提出其他时间',
    refuses: ['edit.conflict', 'request.too-many', 'session.forbidden', 'work.answers-closed', 'work.not-found'],
  })
  answer(
    @CurrentScope() scope: Scope,
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Body({ schema: WorkAnswerForm }) form: WorkAnswerForm,
  ): Promise<Saved> {
    return this.answers.answer(scope, personOf(caller), id, form);
  }

  @Post(':id/answers/:answerId/reply')
  @HttpCode(200)
  @Policy('works:plan')
  @Answers(Saved, { en: 'Replies to what a customer said', zh: '回复客户的答复', refuses: ['work.not-found'] })
  reply(
    @CurrentScope() scope: Scope,
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Param('answerId') answerId: string,
    @Body({ schema: WorkReplyForm }) form: WorkReplyForm,
  ): Promise<Saved> {
    return this.answers.reply(scope, personOf(caller), id, answerId, form);
  }
}
