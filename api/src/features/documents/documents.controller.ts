import { Controller, Delete, Get, HttpCode, Param, Post, Query, Req, Res, StreamableFile } from '@nestjs/common';
import { type DocumentList, DocumentUpload, type DocumentView, DomainError } from '@linewatch/shared';
import type { Request, Response } from 'express';
import { type Caller, CurrentCaller, CurrentScope, Policy } from '../../platform/auth/policy.js';
import type { Scope } from '../../platform/auth/scope.js';
import { requireUpload } from '../../platform/files/read-upload.js';
import { HourlyLimit } from '../../platform/limits/hourly-limit.js';
import { attachmentNamed } from './attachment-name.js';
import { DocumentsService } from './documents.service.js';

const UPLOADS_AN_HOUR = 20;

/** Documents over HTTP. They are handed out to be kept, never to be shown: nothing in them runs on our address. */
@Controller()
export class DocumentsController {
  constructor(
    private readonly service: DocumentsService,
    private readonly limit: HourlyLimit,
  ) {}

  @Get('customers/:id/documents')
  @Policy('documents:read')
  list(@CurrentCaller() caller: Caller, @Param('id') id: string): Promise<DocumentList> {
    return this.service.list(personOf(caller), id);
  }

  @Post('customers/:id/documents')
  @Policy('documents:manage')
  async add(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Query({ schema: DocumentUpload }) upload: DocumentUpload,
    @Req() request: Request,
  ): Promise<DocumentView> {
    requireUpload(request);
    const person = personOf(caller);
    await this.limit.take('document', person.userId, UPLOADS_AN_HOUR);
    return this.service.add(person, id, upload, request);
  }

  @Get('documents/:id')
  @Policy('documents:read')
  async download(
    @CurrentScope() scope: Scope,
    @Param('id') id: string,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile> {
    const { document, content } = await this.service.open(scope, id);
    response.setHeader('Content-Security-Policy', "sandbox; default-src 'none'");
    const { name, mediaType, bytes } = document;
    return new StreamableFile(content, { type: mediaType, disposition: attachmentNamed(name), length: Number(bytes) });
  }

  @Delete('documents/:id')
  @HttpCode(204)
  @Policy('documents:manage')
  remove(@CurrentScope() scope: Scope, @Param('id') id: string): Promise<void> {
    return this.service.remove(scope, id);
  }
}

function personOf(caller: Caller): Extract<Caller, { kind: 'user' }> {
  if (caller.kind !== 'user') throw new DomainError('session.forbidden', 'Only people have documents');
  return caller;
}
