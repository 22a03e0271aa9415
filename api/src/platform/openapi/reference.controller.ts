import { Controller, Get, Header, Headers, Query, Res, type Type } from '@nestjs/common';
import { ReferenceQuery } from '@linewatch/shared';
import type { Response } from 'express';
import { Open, Policy } from '../auth/policy.js';
import { problemLanguage } from '../errors/problem-language.js';
import { nonceOf } from '../http/security-headers.js';
import { Answers } from './answers.js';
import { ApiDescription } from './api-description.js';
import type { OpenApiDocument } from './open-api.js';
import { referencePage } from './reference-page.js';

const PAGE = { en: 'Shows the API as a page', zh: '以网页查看接口说明' };
const DOCUMENT = { en: 'Describes the API as an OpenAPI 3.1 document', zh: '获取 OpenAPI 3.1 接口描述' };

/** The description of the API, for people who are signed in and for tokens. */
@Controller('api')
export class ReferenceController {
  constructor(private readonly description: ApiDescription) {}

  @Get('docs')
  @Header('Content-Type', 'text/html; charset=utf-8')
  @Policy('reference:read')
  @Answers('text/html', PAGE)
  page(
    @Query({ schema: ReferenceQuery }) { lang }: ReferenceQuery,
    @Headers('accept-language') accepted: string | undefined,
    @Res({ passthrough: true }) response: Response,
  ): string {
    return referencePage(this.description.document, lang ?? problemLanguage(accepted), nonceOf(response));
  }

  @Get('openapi.json')
  @Policy('reference:read')
  @Answers('openapi', DOCUMENT)
  document(): OpenApiDocument {
    return this.description.document;
  }
}

/** The same for everybody, where the operator wants that. */
@Controller('api')
export class OpenReferenceController {
  constructor(private readonly description: ApiDescription) {}

  @Get('docs')
  @Header('Content-Type', 'text/html; charset=utf-8')
  @Open()
  @Answers('text/html', PAGE)
  page(
    @Query({ schema: ReferenceQuery }) { lang }: ReferenceQuery,
    @Headers('accept-language') accepted: string | undefined,
    @Res({ passthrough: true }) response: Response,
  ): string {
    return referencePage(this.description.document, lang ?? problemLanguage(accepted), nonceOf(response));
  }

  @Get('openapi.json')
  @Open()
  @Answers('openapi', DOCUMENT)
  document(): OpenApiDocument {
    return this.description.document;
  }
}

/** The controllers of a house by its API_DOCS. */
export function referenceControllers(shown: 'public' | 'signed-in' | 'off'): Type[] {
  if (shown === 'off') return [];
  return [shown === 'public' ? OpenReferenceController : ReferenceController];
}
