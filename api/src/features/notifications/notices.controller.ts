import { Body, Controller, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import {
  NoticeLedger,
  NoticeLedgerQuery,
  NoticePreview,
  NoticePreviewQuery,
  NoticeSettings,
  NoticeSettingsView,
  NoticesRead,
  OwnNotices,
  OwnNoticesQuery,
} from '@linewatch/shared';
import { type Caller, CurrentCaller, Policy } from '../../platform/auth/policy.js';
import { personOf } from '../../platform/auth/session-lookup.js';
import { Answers } from '../../platform/openapi/answers.js';
import { NoticeSettingsService } from './notice-settings.service.js';
import { NoticesService } from './notices.service.js';

/** Notices over HTTP: one's own, one's settings, and the ledger of all. */
@Controller('notices')
export class NoticesController {
  constructor(
    private readonly service: NoticesService,
    private readonly settings: NoticeSettingsService,
  ) {}

  @Get()
  @Policy('notices:read')
  @Answers(NoticeLedger, {
    en: 'Lists what was told to whom, and how it went',
    zh: '查看通知记录',
    refuses: ['list.cursor-invalid'],
  })
  list(
    @CurrentCaller() caller: Caller,
    @Query({ schema: NoticeLedgerQuery }) query: NoticeLedgerQuery,
  ): Promise<NoticeLedger> {
    return this.service.list(personOf(caller), query);
  }

  @Get('own')
  @Policy('notices:own')
  @Answers(OwnNotices, { en: "Lists one's own notices", zh: '查看我的通知', refuses: ['list.cursor-invalid'] })
  own(
    @CurrentCaller() caller: Caller,
    @Query({ schema: OwnNoticesQuery }) query: OwnNoticesQuery,
  ): Promise<OwnNotices> {
    return this.service.own(personOf(caller), query);
  }

  @Post('own/read')
  @HttpCode(204)
  @Policy('notices:own')
  @Answers(null, { en: "Marks one's own notices as read", zh: '将我的通知标为已读' })
  read(@CurrentCaller() caller: Caller, @Body({ schema: NoticesRead }) body: NoticesRead): Promise<void> {
    return this.service.read(personOf(caller), body);
  }

  @Get('settings')
  @Policy('notices:own')
  @Answers(NoticeSettingsView, { en: 'What one is told of', zh: '查看我的通知设置' })
  viewSettings(@CurrentCaller() caller: Caller): Promise<NoticeSettingsView> {
    return this.settings.view(personOf(caller));
  }

  @Put('settings')
  @Policy('notices:own')
  @Answers(NoticeSettingsView, {
    en: 'Changes what one is told of',
    zh: '修改我的通知设置',
    refuses: ['circuit.not-found', 'site.not-found', 'edit.conflict'],
  })
  changeSettings(
    @CurrentCaller() caller: Caller,
    @Body({ schema: NoticeSettings }) body: NoticeSettings,
  ): Promise<NoticeSettingsView> {
    return this.settings.change(personOf(caller), body);
  }

  @Get('preview')
  @Policy('notices:own')
  @Answers(NoticePreview, { en: 'What a notice of a kind looks like', zh: '预览通知模板' })
  preview(
    @CurrentCaller() caller: Caller,
    @Query({ schema: NoticePreviewQuery }) { kind }: NoticePreviewQuery,
  ): Promise<NoticePreview> {
    return this.service.preview(personOf(caller), kind);
  }

  @Post(':noticeId/send-again')
  @HttpCode(204)
  @Policy('notices:manage')
  @Answers(null, {
    en: 'Sends a failed notice again',
    zh: '重新发送失败的通知',
    refuses: ['notice.not-found', 'notice.not-failed'],
  })
  sendAgain(@CurrentCaller() caller: Caller, @Param('noticeId') id: string): Promise<void> {
    return this.service.sendAgain(personOf(caller), id);
  }
}
