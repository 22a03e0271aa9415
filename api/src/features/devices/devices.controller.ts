import { Controller, Get, Param, Query } from '@nestjs/common';
import { DeviceDetail, DevicePage, DeviceQuery } from '@linewatch/shared';
import { CurrentScope, Policy } from '../../platform/auth/policy.js';
import type { Scope } from '../../platform/auth/scope.js';
import { Answers } from '../../platform/openapi/answers.js';
import { DeviceDetailService } from './device-detail.service.js';
import { DevicesService } from './devices.service.js';

/** Devices over HTTP, for operations staff only. */
@Controller('devices')
export class DevicesController {
  constructor(
    private readonly service: DevicesService,
    private readonly details: DeviceDetailService,
  ) {}

  @Get()
  @Policy('devices:read')
  @Answers(DevicePage, { en: 'Lists devices', zh: '查看设备列表', refuses: ['list.cursor-invalid'] })
  list(@CurrentScope() scope: Scope, @Query({ schema: DeviceQuery }) query: DeviceQuery): Promise<DevicePage> {
    return this.service.list(scope, query);
  }

  @Get(':deviceId')
  @Policy('devices:read')
  @Answers(DeviceDetail, { en: 'Shows a device', zh: '查看设备', refuses: ['device.not-found'] })
  read(@CurrentScope() scope: Scope, @Param('deviceId') id: string): Promise<DeviceDetail> {
    return this.details.read(scope, id);
  }
}
