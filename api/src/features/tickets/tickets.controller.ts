import { Body, Controller, Get, Headers, HttpCode, Param, Post, Query } from '@nestjs/common';
import {
  PauseDispute,
  RatingForm,
  TicketAct,
  TicketForm,
  TicketNoteForm,
  TicketPage,
  TicketPauseForm,
  TicketQuery,
  TicketQueue,
  TicketQueueQuery,
  TicketView,
} from '@linewatch/shared';
import { type Caller, CurrentCaller, Policy } from '../../platform/auth/policy.js';
import { Answers } from '../../platform/openapi/answers.js';
import { actorOf, readerOf } from './asking.js';
import { TicketActs } from './ticket-acts.js';
import { TicketFiling } from './ticket-filing.js';
import { TicketRatings } from './ticket-ratings.js';
import { TicketTalk } from './ticket-talk.js';
import { TicketViews } from './ticket-views.js';

const KEY_LENGTH = 255;
const ACTING = ['ticket.not-found', 'ticket.step-impossible', 'ticket.changed-meanwhile', 'session.forbidden'] as const;

/** Trouble tickets over HTTP. */
@Controller()
export class TicketsController {
  constructor(
    private readonly views: TicketViews,
    private readonly filing: TicketFiling,
    private readonly acts: TicketActs,
    private readonly talk: TicketTalk,
    private readonly ratings: TicketRatings,
  ) {}

  @Get('tickets')
  @Policy('tickets:read')
  @Answers(TicketPage, { en: 'Trouble tickets in scope', zh: '权限范围内的故障单', refuses: ['list.cursor-invalid'] })
  list(@CurrentCaller() caller: Caller, @Query({ schema: TicketQuery }) query: TicketQuery): Promise<TicketPage> {
    return this.views.page(readerOf(caller), query);
  }

  @Post('tickets')
  @Policy('tickets:file')
  @Answers(TicketView, {
    en: 'Files a trouble ticket, or joins one',
    zh: '申告故障，或加入已有故障单',
    refuses: [
      'circuit.not-found',
      'line-test.not-found',
      'session.forbidden',
      'site.not-found',
      'ticket.already-open',
      'ticket.key-reused',
      'ticket.not-found',
    ],
  })
  async file(
    @CurrentCaller() caller: Caller,
    @Body({ schema: TicketForm }) form: TicketForm,
    @Headers('idempotency-key') key: string | undefined,
  ): Promise<TicketView> {
    const reader = readerOf(caller);
    const id = await this.filing.file(reader, actorOf(caller), form, { key: key?.slice(0, KEY_LENGTH) });
    return this.views.one(reader, id);
  }

  @Get('tickets/:ticketId')
  @Policy('tickets:read')
  @Answers(TicketView, { en: 'A trouble ticket', zh: '故障单详情', refuses: ['ticket.not-found'] })
  one(@CurrentCaller() caller: Caller, @Param('ticketId') id: string): Promise<TicketView> {
    return this.views.one(readerOf(caller), id);
  }

  @Post('tickets/:ticketId/acts')
  @HttpCode(200)
  @Policy('tickets:file')
  @Answers(TicketView, {
    en: 'Acts on a trouble ticket',
    zh: '处理故障单',
    refuses: [...ACTING, 'ticket.urged-too-soon'],
  })
  async act(
    @CurrentCaller() caller: Caller,
    @Param('ticketId') id: string,
    @Body({ schema: TicketAct }) act: TicketAct,
  ): Promise<TicketView> {
    const reader = readerOf(caller);
    await this.acts.act(reader, actorOf(caller), id, act);
    return this.views.one(reader, id);
  }

  @Post('tickets/:ticketId/notes')
  @HttpCode(200)
  @Policy('tickets:file')
  @Answers(TicketView, {
    en: 'Adds a note to a trouble ticket',
    zh: '添加故障单留言',
    refuses: ['ticket.not-found', 'ticket.step-impossible', 'session.forbidden'],
  })
  async note(
    @CurrentCaller() caller: Caller,
    @Param('ticketId') id: string,
    @Body({ schema: TicketNoteForm }) form: TicketNoteForm,
  ): Promise<TicketView> {
    const reader = readerOf(caller);
    await this.talk.note(reader, actorOf(caller), id, form);
    return this.views.one(reader, id);
  }

  @Post('tickets/:ticketId/pauses')
  @HttpCode(200)
  @Policy('tickets:work')
  @Answers(TicketView, { en: 'Enters a stretch that does not count', zh: '登记不计时段', refuses: [...ACTING] })
  async pause(
    @CurrentCaller() caller: Caller,
    @Param('ticketId') id: string,
    @Body({ schema: TicketPauseForm }) form: TicketPauseForm,
  ): Promise<TicketView> {
    const reader = readerOf(caller);
    await this.talk.pause(reader, actorOf(caller), id, form);
    return this.views.one(reader, id);
  }

  @Post('tickets/:ticketId/pauses/:pauseId/dispute')
  @HttpCode(200)
  @Policy('tickets:file')
  @Answers(TicketView, {
    en: 'Disputes a stretch that does not count',
    zh: '对不计时段提出异议',
    refuses: ['ticket.not-found', 'session.forbidden'],
  })
  async dispute(
    @CurrentCaller() caller: Caller,
    @Param('ticketId') id: string,
    @Param('pauseId') pauseId: string,
    @Body({ schema: PauseDispute }) form: PauseDispute,
  ): Promise<TicketView> {
    const reader = readerOf(caller);
    await this.talk.dispute(reader, actorOf(caller), id, pauseId, form);
    return this.views.one(reader, id);
  }

  @Post('tickets/:ticketId/ratings')
  @HttpCode(200)
  @Policy('tickets:file')
  @Answers(TicketView, {
    en: 'Rates a closed trouble ticket',
    zh: '评价已归档故障单',
    refuses: ['ticket.not-found', 'ticket.step-impossible', 'session.forbidden'],
  })
  async rate(
    @CurrentCaller() caller: Caller,
    @Param('ticketId') id: string,
    @Body({ schema: RatingForm }) form: RatingForm,
  ): Promise<TicketView> {
    const reader = readerOf(caller);
    await this.ratings.rate(reader, actorOf(caller), id, form);
    return this.views.one(reader, id);
  }

  @Get('ticket-queue')
  @Policy('tickets:work')
  @Answers(TicketQueue, { en: 'Open tickets by the time that is left', zh: '按剩余时间排序的未完结故障单' })
  queue(
    @CurrentCaller() caller: Caller,
    @Query({ schema: TicketQueueQuery }) query: TicketQueueQuery,
  ): Promise<TicketQueue> {
    return this.views.queue(readerOf(caller), query, actorOf(caller).userId ?? '');
  }
}
