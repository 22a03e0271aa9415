import { Controller, Get } from '@nestjs/common';
import { DomainError } from '@linewatch/shared';
import { Open } from '../auth/policy.js';
import { HealthState } from './health-state.js';

/** Probes of supervisors and balancers; outside the versioned interface. */
@Controller('api/health')
export class HealthController {
  constructor(private readonly state: HealthState) {}

  /** The process answers; asks nothing else. */
  @Get('live')
  @Open()
  live(): { status: 'live' } {
    return { status: 'live' };
  }

  /** The process can serve. */
  @Get('ready')
  @Open()
  async ready(): Promise<{ status: 'ready' }> {
    const obstacle = await this.state.obstacle();
    if (obstacle === undefined) return { status: 'ready' };
    throw new DomainError('server.unavailable', 'This instance cannot serve at this moment', { obstacle });
  }
}
