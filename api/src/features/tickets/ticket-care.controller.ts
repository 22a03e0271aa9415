import { Body, Controller, Get, HttpCode, Param, Post, Put, Query, Res, StreamableFile } from '@nestjs/common';
import {
  CallBackDone,
  CallBackList,
  FaultReportForm,
  FaultReportPage,
  FaultReportQuery,
  RatingByLink,
  RatingLink,
  RatingOffer,
  TicketSharingForm,
  TicketSharingView,
  TicketView,
  WorkOrderAct,
  WorkOrderList,
  WorkOrderQuery,
} from '@linewatch/shared';
import type { Response } from 'express';
import { type Caller, CurrentCaller, CurrentScope, Open, Policy } from '../../platform/auth/policy.js';
import type { Scope } from '../../platform/auth/scope.js';
import { Answers } from '../../platform/openapi/answers.js';
import { attachmentNamed } from '../documents/index.js';
import { actorOf, readerOf } from './asking.js';
import { FaultReportList } from './fault-report-list.js';
import { ReportDesk } from './report-desk.js';
import { TicketRatings } from './ticket-ratings.js';
import { TicketSharings } from './ticket-sharing.js';
import { TicketViews } from './ticket-views.js';
import { WorkOrders } from './work-orders.js';

/** What is around tickets over HTTP: work orders, fault reports, ratings by link, call-backs, who may look. */
@Controller()
export class TicketCareController {
  constructor(
    private readonly orders: WorkOrders,
    private readonly reports: ReportDesk,
    private readonly reportList: FaultReportList,
    private readonly views: TicketViews,
    private readonly ratings: TicketRatings,
    private readonly sharings: TicketSharings,
  ) {}

  @Get('work-orders')
  @Policy('tickets:work')
  @Answers(WorkOrderList, { en: 'Work orders that are not over', zh: '未完成的工单' })
  workOrders(
    @CurrentScope() scope: Scope,
    @Query({ schema: WorkOrderQuery }) query: WorkOrderQuery,
  ): Promise<WorkOrderList> {
    return this.orders.list(scope, query);
  }

  @Post('work-orders/:orderId/acts')
  @HttpCode(200)
  @Policy('tickets:work')
  @Answers(WorkOrderList, {
    en: 'Accepts, ends or cancels a work order',
    zh: '接受、完成或取消工单',
    refuses: ['work-order.not-found', 'edit.conflict'],
  })
  async actOnOrder(
    @CurrentCaller() caller: Caller,
    @CurrentScope() scope: Scope,
    @Param('orderId') id: string,
    @Body({ schema: WorkOrderAct }) act: WorkOrderAct,
  ): Promise<WorkOrderList> {
    await this.orders.act(scope, actorOf(caller), id, act);
    return this.orders.list(scope, {});
  }

  @Get('fault-reports')
  @Policy('tickets:read')
  @Answers(FaultReportPage, {
    en: 'Fault reports that are owed, and published ones',
    zh: '待提交与已发布的故障报告',
    refuses: ['list.cursor-invalid'],
  })
  reportPage(
    @CurrentCaller() caller: Caller,
    @Query({ schema: FaultReportQuery }) query: FaultReportQuery,
  ): Promise<FaultReportPage> {
    return this.reportList.page(readerOf(caller), query);
  }

  @Put('tickets/:ticketId/fault-report')
  @Policy('tickets:work')
  @Answers(TicketView, {
    en: 'Writes the fault report of a ticket, and publishes it',
    zh: '编辑或发布故障报告',
    refuses: ['ticket.not-found', 'edit.conflict'],
  })
  async writeReport(
    @CurrentCaller() caller: Caller,
    @Param('ticketId') id: string,
    @Body({ schema: FaultReportForm }) form: FaultReportForm,
  ): Promise<TicketView> {
    const reader = readerOf(caller);
    await this.reports.write(reader, actorOf(caller), id, form);
    return this.views.one(reader, id);
  }

  @Get('tickets/:ticketId/fault-report/:language')
  @Policy('tickets:read')
  @Answers(
    { file: ['application/pdf'] },
    { en: 'The published fault report of a ticket as PDF', zh: '下载故障报告（PDF）', refuses: ['ticket.not-found'] },
  )
  async report(
    @CurrentCaller() caller: Caller,
    @Param('ticketId') id: string,
    @Param('language') language: string,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile> {
    const { name, content } = await this.reports.file(readerOf(caller), id, language === 'en' ? 'en' : 'zh-CN');
    response.setHeader('Content-Security-Policy', "sandbox; default-src 'none'");
    const disposition = attachmentNamed(name);
    return new StreamableFile(content, { type: 'application/pdf', disposition, length: content.length });
  }

  @Post('ticket-ratings/offer')
  @HttpCode(200)
  @Open()
  @Answers(RatingOffer, {
    en: 'What a link for a rating is about',
    zh: '评价链接对应的故障单',
    refuses: ['ticket.rating-link-refused'],
  })
  offer(@Body({ schema: RatingLink }) { token }: RatingLink): Promise<RatingOffer> {
    return this.ratings.offer(token);
  }

  @Post('ticket-ratings')
  @HttpCode(204)
  @Open()
  @Answers(null, { en: 'Rates a ticket by a link, once', zh: '通过链接评价', refuses: ['ticket.rating-link-refused'] })
  rateByLink(@Body({ schema: RatingByLink }) { token, ...form }: RatingByLink): Promise<void> {
    return this.ratings.rateByLink(token, form);
  }

  @Get('call-backs')
  @Policy('portfolio:read')
  @Answers(CallBackList, { en: 'Customers to be called back', zh: '待回访客户' })
  callBacks(@CurrentScope() scope: Scope): Promise<CallBackList> {
    return this.ratings.callBacks(scope);
  }

  @Post('call-backs/:callBackId/done')
  @HttpCode(200)
  @Policy('portfolio:read')
  @Answers(CallBackList, { en: 'Notes that a customer was called', zh: '登记回访', refuses: ['call-back.not-found'] })
  async called(
    @CurrentCaller() caller: Caller,
    @CurrentScope() scope: Scope,
    @Param('callBackId') id: string,
    @Body({ schema: CallBackDone }) { note }: CallBackDone,
  ): Promise<CallBackList> {
    await this.ratings.called(scope, actorOf(caller), id, note);
    return this.ratings.callBacks(scope);
  }

  @Get('ticket-sharing')
  @Policy('users:manage')
  @Answers(TicketSharingView, {
    en: "How far the own customer's viewers see its tickets",
    zh: '查看员可见故障单的范围',
    refuses: ['customer.not-found'],
  })
  sharing(@CurrentScope() scope: Scope): Promise<TicketSharingView> {
    return this.sharings.of(scope);
  }

  @Put('ticket-sharing')
  @Policy('users:manage')
  @Answers(TicketSharingView, {
    en: "Decides how far the own customer's viewers see its tickets",
    zh: '设置查看员可见故障单的范围',
    refuses: ['customer.not-found'],
  })
  share(
    @CurrentScope() scope: Scope,
    @Body({ schema: TicketSharingForm }) { viewers }: TicketSharingForm,
  ): Promise<TicketSharingView> {
    return this.sharings.change(scope, viewers);
  }
}
