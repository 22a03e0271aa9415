import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { BatchReceipt, TrapBatch } from '@linewatch/shared';
import { Policy } from '../../platform/auth/policy.js';
import { Answers } from '../../platform/openapi/answers.js';
import { TrapsService } from './traps.service.js';

/** What collectors deliver of traps, over HTTP. */
@Controller('collector/traps')
export class TrapDeliveryController {
  constructor(private readonly service: TrapsService) {}

  /** Answered after the commit: what is acknowledged is kept. */
  @Post()
  @HttpCode(200)
  @Policy('traps:deliver')
  @Answers(BatchReceipt, { en: 'Delivers traps', zh: '采集器上报陷阱' })
  deliver(@Body({ schema: TrapBatch }) batch: TrapBatch): Promise<BatchReceipt> {
    return this.service.take(batch);
  }
}
