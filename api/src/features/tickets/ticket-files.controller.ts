import { Controller, Get, HttpCode, Param, Post, Query, Req, Res, StreamableFile } from '@nestjs/common';
import { DOCUMENT_TYPES, TicketFileUpload, TicketView } from '@linewatch/shared';
import type { Request, Response } from 'express';
import { type Caller, CurrentCaller, Policy } from '../../platform/auth/policy.js';
import { requireUpload } from '../../platform/files/read-upload.js';
import { HourlyLimit } from '../../platform/limits/hourly-limit.js';
import { Answers } from '../../platform/openapi/answers.js';
import { attachmentNamed } from '../documents/index.js';
import { actorOf, readerOf } from './asking.js';
import { TicketFiles } from './ticket-files.js';
import { TicketViews } from './ticket-views.js';

const UPLOADS_AN_HOUR = 20;

/** Attachments of tickets over HTTP: handed out to be kept, never to be shown. */
@Controller()
export class TicketFilesController {
  constructor(
    private readonly files: TicketFiles,
    private readonly views: TicketViews,
    private readonly limit: HourlyLimit,
  ) {}

  @Post('tickets/:ticketId/files')
  @HttpCode(200)
  @Policy('tickets:file')
  @Answers(TicketView, {
    en: 'Adds a file to a trouble ticket',
    zh: '上传故障单附件',
    refuses: [
      'ticket.not-found',
      'session.forbidden',
      'document.empty',
      'document.type-refused',
      'ticket.too-many-files',
      'request.too-many',
    ],
    takesFile: true,
  })
  async add(
    @CurrentCaller() caller: Caller,
    @Param('ticketId') id: string,
    @Query({ schema: TicketFileUpload }) upload: TicketFileUpload,
    @Req() request: Request,
  ): Promise<TicketView> {
    requireUpload(request);
    const [reader, actor] = [readerOf(caller), actorOf(caller)];
    await this.limit.take('ticket-file', actor.userId ?? '', UPLOADS_AN_HOUR);
    await this.files.add(reader, actor, id, upload, request);
    return this.views.one(reader, id);
  }

  @Get('ticket-files/:fileId')
  @Policy('tickets:read')
  @Answers(
    { file: ['application/octet-stream', ...new Set(Object.values(DOCUMENT_TYPES))] },
    { en: 'A file of a ticket, as an attachment', zh: '下载故障单附件', refuses: ['document.not-found'] },
  )
  async download(
    @CurrentCaller() caller: Caller,
    @Param('fileId') fileId: string,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile> {
    const { file, content } = await this.files.open(readerOf(caller), fileId);
    response.setHeader('Content-Security-Policy', "sandbox; default-src 'none'");
    const { fileName, mediaType, bytes } = file;
    return new StreamableFile(content, {
      type: mediaType,
      disposition: attachmentNamed(fileName),
      length: Number(bytes),
    });
  }
}
