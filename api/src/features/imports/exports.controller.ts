import { Body, Controller, HttpCode, Post, StreamableFile } from '@nestjs/common';
import { DomainError, ExportRequest } from '@linewatch/shared';
import { type Caller, CurrentCaller, Policy } from '../../platform/auth/policy.js';
import { Answers } from '../../platform/openapi/answers.js';
import { ExportsService } from './exports.service.js';

const TYPES = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const;

/** Exports over HTTP. By POST: each is counted against its maker, which no link of another page may do. */
@Controller('exports')
export class ExportsController {
  constructor(private readonly service: ExportsService) {}

  @Post()
  @HttpCode(200)
  @Policy('inventory:export')
  @Answers(
    { file: ['text/csv', TYPES.xlsx] },
    {
      en: 'Customers, sites, devices or circuits as a file',
      zh: '导出客户、站点、设备或电路',
      refuses: ['request.too-many'],
    },
  )
  async make(
    @CurrentCaller() caller: Caller,
    @Body({ schema: ExportRequest }) request: ExportRequest,
  ): Promise<StreamableFile> {
    if (caller.kind !== 'user') throw new DomainError('session.forbidden', 'Only people export');
    const bytes = await this.service.make(caller.scope, caller.userId, request);
    const disposition = `attachment; filename="linewatch-${request.kind}.${request.format}"`;
    return new StreamableFile(bytes, { type: TYPES[request.format], disposition });
  }
}
