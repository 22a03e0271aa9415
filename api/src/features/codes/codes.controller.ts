import { Controller, Get, Headers, HttpStatus, Res } from '@nestjs/common';
import { CodeList } from '@linewatch/shared';
import type { Response } from 'express';
import { Policy } from '../../platform/auth/policy.js';
import { Answers } from '../../platform/openapi/answers.js';
import { CodesService } from './codes.service.js';

/** The code tables over HTTP. They change rarely, so a client keeps them and asks whether its tag still holds. */
@Controller('codes')
export class CodesController {
  constructor(private readonly service: CodesService) {}

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
}

/** Weak comparison: a proxy that compresses makes `"x"` into `W/"x"`. */
function holds(known: string | undefined, etag: string): boolean {
  const tags = (known ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return tags.includes(etag) || tags.includes('*');
}
