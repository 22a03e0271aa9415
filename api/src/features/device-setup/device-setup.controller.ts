import { Body, Controller, HttpCode, Param, Patch, Post } from '@nestjs/common';
import { Created, DeviceChange, NewDeviceRequest } from '@linewatch/shared';
import { CurrentScope, Policy } from '../../platform/auth/policy.js';
import type { Scope } from '../../platform/auth/scope.js';
import { Answers } from '../../platform/openapi/answers.js';
import { DeviceSetupService } from './device-setup.service.js';

/** Entering and changing devices over HTTP. */
@Controller('devices')
export class DeviceSetupController {
  constructor(private readonly service: DeviceSetupService) {}

  @Post()
  @Policy('devices:write')
  @Answers(Created, { en: 'Enters a device', zh: '新增设备' })
  add(@CurrentScope() scope: Scope, @Body({ schema: NewDeviceRequest }) body: NewDeviceRequest): Promise<Created> {
    return this.service.add(scope, body);
  }

  @Patch(':deviceId')
  @HttpCode(204)
  @Policy('devices:write')
  @Answers(null, { en: 'Changes a device', zh: '修改设备', refuses: ['device.not-found'] })
  change(
    @CurrentScope() scope: Scope,
    @Param('deviceId') id: string,
    @Body({ schema: DeviceChange }) body: DeviceChange,
  ): Promise<void> {
    return this.service.change(scope, id, body);
  }

  /** Has it discovered by the next question of its collector. */
  @Post(':deviceId/discover')
  @HttpCode(204)
  @Policy('devices:write')
  @Answers(null, { en: 'Has a device discovered soon', zh: '立即发现设备', refuses: ['device.not-found'] })
  discover(@CurrentScope() scope: Scope, @Param('deviceId') id: string): Promise<void> {
    return this.service.discoverNow(scope, id);
  }
}
