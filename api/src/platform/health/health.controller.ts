import { Controller, Get } from '@nestjs/common';
import { DomainError, LiveView, ReadyView } from '@linewatch/shared';
import { Open } from '../auth/policy.js';
import { Answers } from '../openapi/answers.js';
import { HealthState } from './health-state.js';

/** Probes of supervisors and balancers; outside the versioned interface. */
@Controller('api/health')
export class HealthController {
  constructor(private readonly state: HealthState) {}

  /** The process answers; asks nothing else. */
  @Get('live')
  @Open()
  @Answers(LiveView, { en: 'Says that the process answers', zh: '存活检查' })
  live(): LiveView {
    return { status: 'live' };
  }

  /** The process can serve. */
  @Get('ready')
  @Open()
  @Answers(ReadyView, { en: 'Says that the process can serve', zh: '就绪检查' })
  async ready(): Promise<ReadyView> {
    const obstacle = await this.state.obstacle();
    if (obstacle === undefined) return { status: 'ready' };
    throw new DomainError('server.unavailable', 'This instance cannot serve at this moment', { obstacle });
  }
}
