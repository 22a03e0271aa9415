import { Controller, Get } from '@nestjs/common';
import { NetworkMap } from '@linewatch/shared';
import { CurrentScope, Policy } from '../../platform/auth/policy.js';
import type { Scope } from '../../platform/auth/scope.js';
import { Answers } from '../../platform/openapi/answers.js';
import { NetworkMapService } from './network-map.service.js';

/** The drawing of sites and lines over HTTP. */
@Controller('map')
export class NetworkMapController {
  constructor(private readonly service: NetworkMapService) {}

  @Get()
  @Policy('circuits:read')
  @Answers(NetworkMap, { en: 'Shows sites and the lines between them', zh: '查看站点与电路的拓扑' })
  read(@CurrentScope() scope: Scope): Promise<NetworkMap> {
    return this.service.read(scope);
  }
}
