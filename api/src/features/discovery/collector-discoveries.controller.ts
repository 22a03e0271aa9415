import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { DiscoveryOrders, DiscoveryReport, DomainError } from '@linewatch/shared';
import { type Caller, CurrentCaller, Policy } from '../../platform/auth/policy.js';
import { Answers } from '../../platform/openapi/answers.js';
import { DiscoveryIntake } from './discovery-intake.js';

/** What collectors ask and tell of discoveries, over HTTP. */
@Controller('collector/discoveries')
export class CollectorDiscoveriesController {
  constructor(private readonly intake: DiscoveryIntake) {}

  @Get()
  @Policy('discoveries:deliver')
  @Answers(DiscoveryOrders, { en: 'Lists the devices to discover', zh: '获取发现任务' })
  orders(@CurrentCaller() caller: Caller): Promise<DiscoveryOrders> {
    return this.intake.orders(collectorIdOf(caller));
  }

  @Post()
  @HttpCode(204)
  @Policy('discoveries:deliver')
  @Answers(null, { en: 'Delivers what a discovery found', zh: '上报发现结果', refuses: ['device.not-found'] })
  deliver(@CurrentCaller() caller: Caller, @Body({ schema: DiscoveryReport }) report: DiscoveryReport): Promise<void> {
    return this.intake.take(collectorIdOf(caller), report);
  }
}

function collectorIdOf(caller: Caller): string {
  if (caller.kind !== 'collector') throw new DomainError('ingest.collector-refused', 'Only collectors may do this');
  return caller.collectorId;
}
