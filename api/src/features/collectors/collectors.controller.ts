import { Controller, Get } from '@nestjs/common';
import type { CollectorList } from '@linewatch/shared';
import { Policy } from '../../platform/auth/policy.js';
import { CollectorsService } from './collectors.service.js';

/** Collectors over HTTP, for operations staff only. */
@Controller('collectors')
export class CollectorsController {
  constructor(private readonly service: CollectorsService) {}

  @Get()
  @Policy('collectors:read')
  list(): Promise<CollectorList> {
    return this.service.list();
  }
}
