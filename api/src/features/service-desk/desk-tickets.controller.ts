import { Body, Controller, Get, Param, Patch, Post, Query, Res } from '@nestjs/common';
import {
  DeskTicket,
  DeskTicketFields,
  DeskTicketForm,
  DeskTicketList,
  DeskTicketPart,
  DeskTicketPatch,
  DeskTicketQuery,
} from '@linewatch/shared';
import type { Response } from 'express';
import { type Caller, CurrentCaller, Policy } from '../../platform/auth/policy.js';
import { sayCountedPage, sayNextPage, selectedFields } from '../../platform/http/tmf630.js';
import { Answers } from '../../platform/openapi/answers.js';
import { actorOf, readerOf } from '../tickets/index.js';
import { deskPath } from './desk-ticket.mapper.js';
import { DeskTickets } from './desk-tickets.service.js';
import { versionOf } from './desk-version.js';

/** Tickets as TMF621 shapes them, over HTTP. */
@Controller('tmf621/:version/troubleTicket')
export class DeskTicketsController {
  constructor(private readonly tickets: DeskTickets) {}

  @Get()
  @Policy('tickets:read')
  @Answers(DeskTicketList, {
    en: 'Trouble tickets as TMF621 lists them',
    zh: '故障单列表（TMF621）',
    refuses: ['list.cursor-invalid', 'request.not-found'],
  })
  async list(
    @CurrentCaller() caller: Caller,
    @Param('version') named: string,
    @Query({ schema: DeskTicketQuery }) query: DeskTicketQuery,
    @Res({ passthrough: true }) response: Response,
  ): Promise<DeskTicketList> {
    const version = versionOf(named);
    const { items, nextCursor, total } = await this.tickets.list(readerOf(caller), query, version);
    const { status, externalId, fields, limit, offset } = query;
    const asked = { status, externalId, fields };
    const page = { count: items.length, total };
    if (offset !== undefined) sayCountedPage(response, deskPath(version), asked, { ...page, offset, limit });
    else {
      const next = { ...asked, limit: String(limit), cursor: nextCursor ?? undefined };
      sayNextPage(response, deskPath(version), next, page);
    }
    return items;
  }

  @Post()
  @Policy('tickets:file')
  @Answers(DeskTicket, {
    en: 'Files a trouble ticket in the shape of TMF621',
    zh: '申告故障（TMF621）',
    refuses: [
      'circuit.not-found',
      'request.not-found',
      'session.forbidden',
      'ticket.already-open',
      'ticket.key-reused',
    ],
  })
  file(
    @CurrentCaller() caller: Caller,
    @Param('version') named: string,
    @Body({ schema: DeskTicketForm }) form: DeskTicketForm,
  ): Promise<DeskTicket> {
    return this.tickets.file(readerOf(caller), actorOf(caller), form, versionOf(named));
  }

  @Get(':ticketId')
  @Policy('tickets:read')
  @Answers(DeskTicketPart, {
    en: 'A trouble ticket in the shape of TMF621',
    zh: '故障单详情（TMF621）',
    refuses: ['request.not-found', 'ticket.not-found'],
  })
  async one(
    @CurrentCaller() caller: Caller,
    @Param('version') named: string,
    @Param('ticketId') id: string,
    @Query({ schema: DeskTicketFields }) { fields }: DeskTicketFields,
  ): Promise<DeskTicketPart> {
    return selectedFields(await this.tickets.one(readerOf(caller), id, versionOf(named)), fields);
  }

  @Patch(':ticketId')
  @Policy('tickets:file')
  @Answers(DeskTicket, {
    en: 'Changes a trouble ticket in the shape of TMF621, or adds notes',
    zh: '更新故障单或添加留言（TMF621）',
    refuses: [
      'request.not-found',
      'session.forbidden',
      'ticket.changed-meanwhile',
      'ticket.not-found',
      'ticket.step-impossible',
    ],
  })
  patch(
    @CurrentCaller() caller: Caller,
    @Param('version') named: string,
    @Param('ticketId') id: string,
    @Body({ schema: DeskTicketPatch }) patch: DeskTicketPatch,
  ): Promise<DeskTicket> {
    return this.tickets.patch(readerOf(caller), actorOf(caller), id, patch, versionOf(named));
  }
}
