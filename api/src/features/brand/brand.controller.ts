import { Body, Controller, Get, Param, Put, Res, StreamableFile } from '@nestjs/common';
import { BrandForm, BrandView, DomainError, LOGO_TYPES } from '@linewatch/shared';
import type { Response } from 'express';
import { type Caller, CurrentCaller, Policy } from '../../platform/auth/policy.js';
import { Answers } from '../../platform/openapi/answers.js';
import { BrandService } from './brand.service.js';

/** The operator's logo and colour over HTTP. */
@Controller('brand')
export class BrandController {
  constructor(private readonly service: BrandService) {}

  @Get()
  @Policy('session:own')
  @Answers(BrandView, { en: 'Logo and colour of the operator', zh: '运营商标识与主色' })
  current(): Promise<BrandView> {
    return this.service.current();
  }

  /** A version is never changed, so whoever has it keeps it. */
  @Get('logo/:brandVersion')
  @Policy('session:own')
  @Answers(
    { file: LOGO_TYPES },
    { en: 'The logo of a version', zh: '某一版本的运营商标识图片', refuses: ['brand.logo-missing'] },
  )
  async logo(
    @Param('brandVersion') version: string,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile> {
    const { type, content } = await this.service.logo(version);
    response.setHeader('Content-Security-Policy', "sandbox; default-src 'none'");
    response.setHeader('Cache-Control', 'private, max-age=31536000, immutable');
    return new StreamableFile(content, { type, length: content.byteLength });
  }

  @Put()
  @Policy('brand:manage')
  @Answers(BrandView, { en: 'Changes logo and colour', zh: '修改运营商标识与主色', refuses: ['edit.conflict'] })
  save(@CurrentCaller() caller: Caller, @Body({ schema: BrandForm }) form: BrandForm): Promise<BrandView> {
    if (caller.kind !== 'user') throw new DomainError('session.forbidden', 'Only people change how the house looks');
    return this.service.save(caller.userId, form);
  }
}
