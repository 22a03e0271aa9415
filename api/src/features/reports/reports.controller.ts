import { Body, Controller, Get, HttpCode, Param, Post, Query, Res, StreamableFile } from '@nestjs/common';
import {
  ReportComment,
  ReportComparison,
  ReportComparisonQuery,
  ReportPage,
  ReportQuery,
  ReportRequest,
  ReportStep,
  ReportView,
} from '@linewatch/shared';
import type { Response } from 'express';
import { CurrentCaller, CurrentScope, Policy } from '../../platform/auth/policy.js';
import type { Scope } from '../../platform/auth/scope.js';
import type { UserCaller } from '../../platform/auth/session-lookup.js';
import { HourlyLimit } from '../../platform/limits/hourly-limit.js';
import { Answers } from '../../platform/openapi/answers.js';
import { attachmentNamed } from '../documents/index.js';
import { REPORT_MEDIA_TYPES } from './report-file-name.js';
import { ReportVersionsService } from './report-versions.service.js';
import { ReportsService } from './reports.service.js';

const REQUESTS_AN_HOUR = 60;

/** Service reports over HTTP. Files are handed out to be kept, never to be shown on our address. */
@Controller('reports')
export class ReportsController {
  constructor(
    private readonly reports: ReportsService,
    private readonly versions: ReportVersionsService,
    private readonly limit: HourlyLimit,
  ) {}

  @Get()
  @Policy('reports:read')
  @Answers(ReportPage, { en: 'Lists service reports', zh: '列出服务报告', refuses: ['list.cursor-invalid'] })
  list(
    @CurrentScope() scope: Scope,
    @CurrentCaller() caller: UserCaller,
    @Query({ schema: ReportQuery }) query: ReportQuery,
  ): Promise<ReportPage> {
    return this.reports.list(scope, caller, query);
  }

  @Post()
  @Policy('reports:make')
  @Answers(ReportView, {
    en: 'Asks for the service report of a month or of dates',
    zh: '生成某月或任意日期的服务报告',
    refuses: ['circuit.not-found', 'customer.not-found', 'request.too-many', 'site.not-found'],
  })
  async request(
    @CurrentScope() scope: Scope,
    @CurrentCaller() caller: UserCaller,
    @Body({ schema: ReportRequest }) wish: ReportRequest,
  ): Promise<ReportView> {
    await this.limit.take('report', caller.userId, REQUESTS_AN_HOUR);
    return this.reports.request(scope, caller, wish);
  }

  @Get(':id')
  @Policy('reports:read')
  @Answers(ReportView, { en: 'A service report with its numbers', zh: '查看服务报告', refuses: ['report.not-found'] })
  view(
    @CurrentScope() scope: Scope,
    @CurrentCaller() caller: UserCaller,
    @Param('id') id: string,
  ): Promise<ReportView> {
    return this.reports.view(scope, caller, id);
  }

  @Get(':id/compare')
  @Policy('reports:read')
  @Answers(ReportComparison, {
    en: 'What differs between a report and another published version of it',
    zh: '对比同一报告的两个版本',
    refuses: ['report.not-found', 'report.unfinished'],
  })
  compare(
    @CurrentScope() scope: Scope,
    @CurrentCaller() caller: UserCaller,
    @Param('id') id: string,
    @Query({ schema: ReportComparisonQuery }) query: ReportComparisonQuery,
  ): Promise<ReportComparison> {
    return this.versions.compare(scope, caller, id, query);
  }

  @Post(':id/comment')
  @HttpCode(200)
  @Policy('reports:make')
  @Answers(ReportView, {
    en: 'Puts the account manager’s words on the first page',
    zh: '填写客户经理说明',
    refuses: ['edit.conflict', 'report.not-found', 'report.step-impossible'],
  })
  comment(
    @CurrentScope() scope: Scope,
    @CurrentCaller() caller: UserCaller,
    @Param('id') id: string,
    @Body({ schema: ReportComment }) words: ReportComment,
  ): Promise<ReportView> {
    return this.reports.comment(scope, caller, id, words);
  }

  @Post(':id/publish')
  @HttpCode(200)
  @Policy('reports:make')
  @Answers(ReportView, {
    en: 'Publishes a report to the customer',
    zh: '向客户发布报告',
    refuses: ['edit.conflict', 'report.not-found', 'report.step-impossible', 'report.unfinished'],
  })
  publish(
    @CurrentScope() scope: Scope,
    @CurrentCaller() caller: UserCaller,
    @Param('id') id: string,
    @Body({ schema: ReportStep }) step: ReportStep,
  ): Promise<ReportView> {
    return this.reports.publish(scope, caller, id, step);
  }

  @Post(':id/retry')
  @HttpCode(200)
  @Policy('reports:make')
  @Answers(ReportView, {
    en: 'Tries again to make a report that failed',
    zh: '重新生成失败的报告',
    refuses: ['edit.conflict', 'report.not-found', 'report.step-impossible'],
  })
  retry(
    @CurrentScope() scope: Scope,
    @CurrentCaller() caller: UserCaller,
    @Param('id') id: string,
    @Body({ schema: ReportStep }) step: ReportStep,
  ): Promise<ReportView> {
    return this.reports.retry(scope, caller, id, step);
  }

  @Post(':id/cancel')
  @HttpCode(200)
  @Policy('reports:make')
  @Answers(ReportView, {
    en: 'Cancels a report that is being made',
    zh: '取消正在生成的报告',
    refuses: ['edit.conflict', 'report.not-found', 'report.step-impossible'],
  })
  cancel(
    @CurrentScope() scope: Scope,
    @CurrentCaller() caller: UserCaller,
    @Param('id') id: string,
    @Body({ schema: ReportStep }) step: ReportStep,
  ): Promise<ReportView> {
    return this.reports.cancel(scope, caller, id, step);
  }

  @Get(':id/files/:format/:language')
  @Policy('reports:read')
  @Answers(
    { file: Object.values(REPORT_MEDIA_TYPES) },
    { en: 'A report as PDF, XLSX, PPTX or CSV, as an attachment', zh: '下载报告文件', refuses: ['report.not-found'] },
  )
  async download(
    @CurrentScope() scope: Scope,
    @CurrentCaller() caller: UserCaller,
    @Param('id') id: string,
    @Param('format') format: string,
    @Param('language') language: string,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile> {
    const file = await this.reports.open(scope, caller, { id, format, language });
    response.setHeader('Content-Security-Policy', "sandbox; default-src 'none'");
    const disposition = attachmentNamed(file.name);
    return new StreamableFile(file.content, { type: REPORT_MEDIA_TYPES[file.format], disposition, length: file.bytes });
  }
}
