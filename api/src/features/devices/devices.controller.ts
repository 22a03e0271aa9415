import { Controller, Get, Query } from '@nestjs/common';
import { type DevicePage, DeviceQuery } from '@linewatch/shared';
import { CurrentScope, Policy } from '../../platform/auth/policy.js';
import type { Scope } from '../../platform/auth/scope.js';
import { DevicesService } from './devices.service.js';

/** Devices over HTTP, for operations staff only. */
@Controller('devices')
export class DevicesController {
  constructor(private readonly service: DevicesService) {}

  @Get()
  @Policy('devices:read')
  list(@CurrentScope() scope: Scope, @Query({ schema: DeviceQuery }) query: DeviceQuery): Promise<DevicePage> {
    return this.service.list(scope, query);
  }
}
