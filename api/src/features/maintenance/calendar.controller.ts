import { Body, Controller, Delete, Get, HttpCode, Param, Post, Res } from '@nestjs/common';
import { CalendarFeed, CalendarFeedForm, MadeCalendarFeed } from '@linewatch/shared';
import type { Response } from 'express';
import { type Caller, CurrentCaller, Open, Policy } from '../../platform/auth/policy.js';
import { RequestAllowance } from '../../platform/auth/request-allowance.js';
import { personOf } from '../../platform/auth/session-lookup.js';
import { Answers } from '../../platform/openapi/answers.js';
import { CalendarFeeds } from './calendar-feeds.js';

const CALENDAR = 'text/calendar; charset=utf-8';

/** The calendar of works and its subscription. */
@Controller()
export class CalendarController {
  constructor(
    private readonly feeds: CalendarFeeds,
    private readonly allowance: RequestAllowance,
  ) {}

  @Get('calendar-feed')
  @Policy('session:own')
  @Answers(CalendarFeed, { en: "The caller's calendar of works", zh: '本人的割接日历订阅' })
  view(@CurrentCaller() caller: Caller): Promise<CalendarFeed> {
    return this.feeds.view(personOf(caller));
  }

  @Post('calendar-feed')
  @Policy('session:own')
  @Answers(MadeCalendarFeed, {
    en: 'Makes a new address of the calendar and shows it once',
    zh: '生成新的日历订阅地址',
  })
  make(
    @CurrentCaller() caller: Caller,
    @Body({ schema: CalendarFeedForm }) form: CalendarFeedForm,
  ): Promise<MadeCalendarFeed> {
    return this.feeds.make(personOf(caller), form);
  }

  @Delete('calendar-feed')
  @HttpCode(204)
  @Policy('session:own')
  @Answers(null, { en: 'Ends the address of the calendar', zh: '停用日历订阅地址' })
  revoke(@CurrentCaller() caller: Caller): Promise<void> {
    return this.feeds.revoke(personOf(caller));
  }

  /** Programs that read calendars have no session: the address itself is the secret. */
  @Get('calendar/:token.ics')
  @Open()
  @Answers(
    { file: ['text/calendar'] },
    {
      en: 'Works as a calendar (RFC 5545)',
      zh: '割接日历（RFC 5545）',
      refuses: ['calendar.not-found', 'request.too-many'],
    },
  )
  async read(@Param('token') token: string, @Res({ passthrough: true }) response: Response): Promise<string> {
    const feed = await this.feeds.find(token);
    this.allowance.spend('token', `calendar:${feed.id}`, response);
    response.type(CALENDAR);
    return this.feeds.write(feed);
  }
}
