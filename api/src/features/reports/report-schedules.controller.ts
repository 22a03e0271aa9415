import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import {
  ReportDeliveries,
  ReportDelivery,
  ReportRecipients,
  ReportScheduleChange,
  ReportScheduleForm,
  ReportSchedules,
  Saved,
} from '@linewatch/shared';
import { CurrentCaller, CurrentScope, Policy } from '../../platform/auth/policy.js';
import type { Scope } from '../../platform/auth/scope.js';
import type { UserCaller } from '../../platform/auth/session-lookup.js';
import { Answers } from '../../platform/openapi/answers.js';
import { ReportResending } from './report-resending.js';
import { ReportSchedulesService } from './report-schedules.service.js';

/** Reports that are sent by themselves, over HTTP. */
@Controller()
export class ReportSchedulesController {
  constructor(
    private readonly schedules: ReportSchedulesService,
    private readonly resending: ReportResending,
  ) {}

  @Get('report-schedules')
  @Policy('reports:make')
  @Answers(ReportSchedules, { en: 'Who is sent reports by mail, and when next', zh: '列出定期发送的报告' })
  list(@CurrentScope() scope: Scope): Promise<ReportSchedules> {
    return this.schedules.list(scope);
  }

  @Get('report-deliveries')
  @Policy('reports:make')
  @Answers(ReportDeliveries, { en: 'The last reports that were sent by mail', zh: '列出最近发送的报告邮件' })
  sent(@CurrentScope() scope: Scope): Promise<ReportDeliveries> {
    return this.schedules.sent(scope);
  }

  @Get('customers/:id/report-recipients')
  @Policy('reports:make')
  @Answers(ReportRecipients, {
    en: 'Who may be sent the reports of a customer',
    zh: '列出可接收客户报告的人员',
    refuses: ['customer.not-found'],
  })
  recipients(@CurrentScope() scope: Scope, @Param('id') id: string): Promise<ReportRecipients> {
    return this.schedules.recipients(scope, id);
  }

  @Post('report-schedules')
  @Policy('reports:make')
  @Answers(Saved, {
    en: 'Sends somebody the reports of a customer from now on',
    zh: '新增定期发送的报告',
    refuses: ['customer.not-found', 'report-schedule.exists', 'report-schedule.recipient-unfit'],
  })
  add(
    @CurrentScope() scope: Scope,
    @CurrentCaller() caller: UserCaller,
    @Body({ schema: ReportScheduleForm }) form: ReportScheduleForm,
  ): Promise<Saved> {
    return this.schedules.add(scope, caller, form);
  }

  @Post('report-schedules/:id')
  @HttpCode(200)
  @Policy('reports:make')
  @Answers(Saved, {
    en: 'Changes how reports are sent to somebody',
    zh: '修改定期发送的报告',
    refuses: ['edit.conflict', 'report-schedule.exists', 'report-schedule.not-found'],
  })
  change(
    @CurrentScope() scope: Scope,
    @Param('id') id: string,
    @Body({ schema: ReportScheduleChange }) form: ReportScheduleChange,
  ): Promise<Saved> {
    return this.schedules.change(scope, id, form);
  }

  @Delete('report-schedules/:id')
  @HttpCode(204)
  @Policy('reports:make')
  @Answers(null, {
    en: 'Sends somebody no more reports',
    zh: '停止定期发送报告',
    refuses: ['report-schedule.not-found'],
  })
  remove(@CurrentScope() scope: Scope, @Param('id') id: string): Promise<void> {
    return this.schedules.remove(scope, id);
  }

  @Post('report-deliveries/:id/again')
  @HttpCode(200)
  @Policy('reports:make')
  @Answers(ReportDelivery, {
    en: 'Sends a report again that could not be sent',
    zh: '重新发送失败的报告邮件',
    refuses: ['report-schedule.recipient-unfit', 'report.not-found', 'report.step-impossible'],
  })
  again(@CurrentScope() scope: Scope, @Param('id') id: string): Promise<ReportDelivery> {
    return this.resending.again(scope, id);
  }
}
