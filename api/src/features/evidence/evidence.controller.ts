import { Body, Controller, Get, Param, Post, Res, StreamableFile } from '@nestjs/common';
import { EvidencePack, EvidencePacks, EvidenceRequest } from '@linewatch/shared';
import type { Response } from 'express';
import { CurrentCaller, CurrentScope, Policy } from '../../platform/auth/policy.js';
import type { Scope } from '../../platform/auth/scope.js';
import type { UserCaller } from '../../platform/auth/session-lookup.js';
import { Answers } from '../../platform/openapi/answers.js';
import { attachmentNamed } from '../documents/index.js';
import { EvidenceService } from './evidence.service.js';

const ZIP = 'application/zip';

/** Packs of evidence over HTTP. */
@Controller('circuits/:id/evidence')
export class EvidenceController {
  constructor(private readonly service: EvidenceService) {}

  @Get()
  @Policy('reports:make')
  @Answers(EvidencePacks, {
    en: 'Packs of evidence of a circuit',
    zh: '列出电路的证据包',
    refuses: ['circuit.not-found'],
  })
  list(@CurrentScope() scope: Scope, @Param('id') id: string): Promise<EvidencePacks> {
    return this.service.list(scope, id);
  }

  @Post()
  @Policy('reports:make')
  @Answers(EvidencePack, {
    en: 'Asks for all that is known of a circuit and span, in one signed file',
    zh: '生成电路某时段的证据包',
    refuses: ['circuit.not-found'],
  })
  request(
    @CurrentScope() scope: Scope,
    @CurrentCaller() caller: UserCaller,
    @Param('id') id: string,
    @Body({ schema: EvidenceRequest }) wish: EvidenceRequest,
  ): Promise<EvidencePack> {
    return this.service.request(scope, caller, id, wish);
  }

  @Get(':packId/file')
  @Policy('reports:make')
  @Answers({ file: [ZIP] }, { en: 'A pack of evidence, as a ZIP', zh: '下载证据包', refuses: ['evidence.not-found'] })
  async download(
    @CurrentScope() scope: Scope,
    @Param('id') id: string,
    @Param('packId') packId: string,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile> {
    const { name, bytes, content } = await this.service.open(scope, id, packId);
    response.setHeader('Content-Security-Policy', "sandbox; default-src 'none'");
    return new StreamableFile(content, { type: ZIP, disposition: attachmentNamed(name), length: bytes });
  }
}
