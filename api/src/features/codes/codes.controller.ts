import { Body, Controller, Get, Headers, HttpCode, HttpStatus, Post, Query, Res } from '@nestjs/common';
import { CodeForm, CodeList, CodeVersionList, CodeVersionQuery } from '@linewatch/shared';
import type { Response } from 'express';
import { type Caller, CurrentCaller, Policy } from '../../platform/auth/policy.js';
import { Answers } from '../../platform/openapi/answers.js';
import { CodeVersions } from './code-versions.js';
import { CodesService } from './codes.service.js';

/** The code tables over HTTP. They change rarely, so a client keeps them and asks whether its tag still holds. */
@Controller('codes')
export class CodesController {
  constructor(
    private readonly service: CodesService,
    private readonly versions: CodeVersions,
  ) {}

  /** @returns undefined, with status 304, when the client's tag still holds (RFC 9110 section 13.1.2) */
  @Get()
  @Policy('codes:read')
  @Answers(CodeList, { en: 'Lists the code tables', zh: '查看代码表', mayBeUnchanged: true })
  async list(
    @Headers('if-none-match') known: string | undefined,
    @Res({ passthrough: true }) response: Response,
  ): Promise<CodeList | undefined> {
    const { body, etag } = await this.service.list();
    response.setHeader('ETag', etag);
    response.setHeader('Cache-Control', 'private, no-cache');
    // Not left to Express: it ignores the tag when the request says no-cache, as fetch does by itself.
    if (!holds(known, etag)) return body;
    response.status(HttpStatus.NOT_MODIFIED);
    return undefined;
  }

  @Get('versions')
  @Policy('norms:manage')
  @Answers(CodeVersionList, { en: 'Codes of a domain with their versions', zh: '代码表各版本' })
  versionsOf(@Query({ schema: CodeVersionQuery }) { domain }: CodeVersionQuery): Promise<CodeVersionList> {
    return this.versions.list(domain);
  }

  @Post()
  @HttpCode(200)
  @Policy('norms:manage')
  @Answers(CodeVersionList, {
    en: 'Adds a code, or changes what it says from now on',
    zh: '新增或修改代码',
    refuses: ['edit.code-taken', 'edit.conflict'],
  })
  save(@CurrentCaller() caller: Caller, @Body({ schema: CodeForm }) form: CodeForm): Promise<CodeVersionList> {
    return this.versions.save(caller.kind === 'user' ? caller.userId : null, form);
  }
}

/** Weak comparison: a proxy that compresses makes `"x"` into `W/"x"`. */
function holds(known: string | undefined, etag: string): boolean {
  const tags = (known ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return tags.includes(etag) || tags.includes('*');
}
