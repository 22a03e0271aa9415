import { Controller, Get, Param } from '@nestjs/common';
import { CarryingPorts, DeviceImpact } from '@linewatch/shared';
import { CurrentScope, Policy } from '../../platform/auth/policy.js';
import type { Scope } from '../../platform/auth/scope.js';
import { Answers } from '../../platform/openapi/answers.js';
import { DeviceImpactService } from './device-impact.service.js';

/** What depends on a device, over HTTP, for operations staff only. */
@Controller('devices')
export class DeviceImpactController {
  constructor(private readonly service: DeviceImpactService) {}

  @Get(':deviceId/impact')
  @Policy('devices:read')
  @Answers(DeviceImpact, { en: 'Shows who depends on a device', zh: '查看设备影响范围', refuses: ['device.not-found'] })
  read(@CurrentScope() scope: Scope, @Param('deviceId') id: string): Promise<DeviceImpact> {
    return this.service.read(scope, id);
  }

  @Get(':deviceId/ports')
  @Policy('devices:read')
  @Answers(CarryingPorts, {
    en: 'Lists the ports of a device that carry circuits',
    zh: '查看设备上承载电路的端口',
    refuses: ['device.not-found'],
  })
  ports(@CurrentScope() scope: Scope, @Param('deviceId') id: string): Promise<CarryingPorts> {
    return this.service.ports(scope, id);
  }
}
