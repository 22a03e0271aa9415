import { Controller, Delete, Get, HttpCode, Param, Post, Query, Req, Res, StreamableFile } from '@nestjs/common';
import { DOCUMENT_TYPES, DocumentList, DocumentUpload, DocumentView, DomainError } from '@linewatch/shared';
import type { Request, Response } from 'express';
import { type Caller, CurrentCaller, CurrentScope, Policy } from '../../platform/auth/policy.js';
import type { Scope } from '../../platform/auth/scope.js';
import { requireUpload } from '../../platform/files/read-upload.js';
import { HourlyLimit } from '../../platform/limits/hourly-limit.js';
import { Answers } from '../../platform/openapi/answers.js';
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
  @Answers(DocumentList, { en: 'Documents of a customer', zh: '客户文档列表', refuses: ['customer.not-found'] })
  list(@CurrentCaller() caller: Caller, @Param('id') id: string): Promise<DocumentList> {
    return this.service.list(personOf(caller), id);
  }

  @Post('customers/:id/documents')
  @Policy('documents:manage')
  @Answers(DocumentView, {
    en: 'Keeps a document for a customer',
    zh: '上传客户文档',
    refuses: [
      'customer.not-found',
      'site.not-found',
      'document.empty',
      'document.quota-reached',
      'document.type-refused',
      'request.too-many',
    ],
    takesFile: true,
  })
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
  @Answers(
    { file: ['application/octet-stream', ...new Set(Object.values(DOCUMENT_TYPES))] },
    { en: 'A document, as an attachment', zh: '下载文档', refuses: ['document.not-found'] },
  )
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
  @Answers(null, { en: 'Removes a document', zh: '删除文档', refuses: ['document.not-found'] })
  remove(@CurrentScope() scope: Scope, @Param('id') id: string): Promise<void> {
    return this.service.remove(scope, id);
  }
}

function personOf(caller: Caller): Extract<Caller, { kind: 'user' }> {
  if (caller.kind !== 'user') throw new DomainError('session.forbidden', 'Only people have documents');
  return caller;
}
