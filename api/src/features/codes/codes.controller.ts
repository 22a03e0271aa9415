import { Controller, Get, Res } from '@nestjs/common';
import type { CodeList } from '@linewatch/shared';
import type { Response } from 'express';
import { Policy } from '../../platform/auth/policy.js';
import { CodesService } from './codes.service.js';

/** The code tables over HTTP. Express answers 304 by itself when the tag is the one that the client has. */
@Controller('codes')
export class CodesController {
  constructor(private readonly service: CodesService) {}

  @Get()
  @Policy('codes:read')
  async list(@Res({ passthrough: true }) response: Response): Promise<CodeList> {
    const { body, etag } = await this.service.list();
    response.setHeader('ETag', etag);
    response.setHeader('Cache-Control', 'private, no-cache');
    return body;
  }
}
