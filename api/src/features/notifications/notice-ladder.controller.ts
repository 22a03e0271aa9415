import { Body, Controller, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import { NoticeLadder, NoticeLadderView, NoticeLink, NoticeLinkOffer } from '@linewatch/shared';
import { type Caller, CurrentCaller, CurrentScope, Open, Policy } from '../../platform/auth/policy.js';
import type { Scope } from '../../platform/auth/scope.js';
import { personOf } from '../../platform/auth/session-lookup.js';
import { Answers } from '../../platform/openapi/answers.js';
import { AcknowledgementsService } from './acknowledgements.service.js';
import { LadderService } from './ladder.service.js';

/** Escalation of notices over HTTP: whom a customer wants to be told next, and who says that they know. */
@Controller()
export class NoticeLadderController {
  constructor(
    private readonly ladders: LadderService,
    private readonly acknowledgements: AcknowledgementsService,
  ) {}

  @Get('notice-ladders/:customerId')
  @Policy('notices:manage')
  @Answers(NoticeLadderView, {
    en: 'Who is told next of what nobody acknowledges',
    zh: '查看通知升级设置',
    refuses: ['customer.not-found'],
  })
  view(@CurrentScope() scope: Scope, @Param('customerId') id: string): Promise<NoticeLadderView> {
    return this.ladders.view(scope, id);
  }

  @Put('notice-ladders/:customerId')
  @Policy('notices:manage')
  @Answers(NoticeLadderView, {
    en: 'Changes who is told next',
    zh: '修改通知升级设置',
    refuses: ['customer.not-found', 'notice-ladder.person-unknown', 'edit.conflict'],
  })
  change(
    @CurrentScope() scope: Scope,
    @Param('customerId') id: string,
    @Body({ schema: NoticeLadder }) body: NoticeLadder,
  ): Promise<NoticeLadderView> {
    return this.ladders.change(scope, id, body);
  }

  @Post('notices/:noticeId/acknowledge')
  @HttpCode(204)
  @Policy('notices:own')
  @Answers(null, {
    en: "Says that one knows of a notice of one's own",
    zh: '确认收到我的通知',
    refuses: ['notice.not-found'],
  })
  acknowledge(@CurrentCaller() caller: Caller, @Param('noticeId') id: string): Promise<void> {
    return this.acknowledgements.acknowledge(personOf(caller), id);
  }

  @Post('notice-acknowledgements/offer')
  @HttpCode(200)
  @Open()
  @Answers(NoticeLinkOffer, {
    en: 'What a link for an acknowledgement is about',
    zh: '确认链接对应的通知',
    refuses: ['notice.link-refused'],
  })
  offer(@Body({ schema: NoticeLink }) { token }: NoticeLink): Promise<NoticeLinkOffer> {
    return this.acknowledgements.offer(token);
  }

  @Post('notice-acknowledgements')
  @HttpCode(204)
  @Open()
  @Answers(null, {
    en: 'Acknowledges a notice by the link of a mail',
    zh: '通过链接确认收到通知',
    refuses: ['notice.link-refused'],
  })
  acknowledgeByLink(@Body({ schema: NoticeLink }) { token }: NoticeLink): Promise<void> {
    return this.acknowledgements.acknowledgeByLink(token);
  }
}
