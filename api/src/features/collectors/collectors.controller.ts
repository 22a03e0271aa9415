import { Controller, Get } from '@nestjs/common';
import { CollectorList } from '@linewatch/shared';
import { Policy } from '../../platform/auth/policy.js';
import { Answers } from '../../platform/openapi/answers.js';
import { CollectorsService } from './collectors.service.js';

/** Collectors over HTTP, for operations staff only. */
@Controller('collectors')
export class CollectorsController {
  constructor(private readonly service: CollectorsService) {}

  @Get()
  @Policy('collectors:read')
  @Answers(CollectorList, { en: 'Lists collectors', zh: '查看采集器' })
  list(): Promise<CollectorList> {
    return this.service.list();
  }
}
