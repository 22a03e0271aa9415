import { Controller, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import { DomainError, IMPORT_MAX_BYTES, ImportUpload, ImportView } from '@linewatch/shared';
import type { Request } from 'express';
import { type Caller, CurrentCaller, Policy } from '../../platform/auth/policy.js';
import { readUpload } from '../../platform/files/read-upload.js';
import { HourlyLimit } from '../../platform/limits/hourly-limit.js';
import { Answers } from '../../platform/openapi/answers.js';
import { ImportsService } from './imports.service.js';

const UPLOADS_AN_HOUR = 60;

/** Imports over HTTP. The body of an upload is the file itself. */
@Controller('imports')
export class ImportsController {
  constructor(
    private readonly service: ImportsService,
    private readonly limit: HourlyLimit,
  ) {}

  @Post()
  @HttpCode(200)
  @Policy('inventory:import')
  @Answers(ImportView, {
    en: 'Checks a file without importing it',
    zh: '检查导入文件（不导入）',
    refuses: ['import.unreadable', 'request.too-many'],
    takesFile: true,
  })
  async check(
    @CurrentCaller() caller: Caller,
    @Query({ schema: ImportUpload }) upload: ImportUpload,
    @Req() request: Request,
  ): Promise<ImportView> {
    const person = personOf(caller);
    await this.limit.take('import', person.userId, UPLOADS_AN_HOUR);
    return this.service.check(person, upload, await readUpload(request, IMPORT_MAX_BYTES));
  }

  @Post(':id/commit')
  @HttpCode(200)
  @Policy('inventory:import')
  @Answers(ImportView, {
    en: 'Imports what was checked',
    zh: '导入已检查的文件',
    refuses: ['import.not-found', 'import.outdated'],
  })
  commit(@CurrentCaller() caller: Caller, @Param('id') id: string): Promise<ImportView> {
    return this.service.commit(personOf(caller), id);
  }
}

function personOf(caller: Caller): Extract<Caller, { kind: 'user' }> {
  if (caller.kind !== 'user') throw new DomainError('session.forbidden', 'Only people import');
  return caller;
}
