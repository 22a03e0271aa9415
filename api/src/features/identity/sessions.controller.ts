import { Controller, Delete, Get, HttpCode, Param } from '@nestjs/common';
import { SessionList } from '@linewatch/shared';
import { type Caller, CurrentCaller, Policy } from '../../platform/auth/policy.js';
import { personOf } from '../../platform/auth/session-lookup.js';
import { Answers } from '../../platform/openapi/answers.js';
import { SessionService } from './session.service.js';

/** All sessions of the person who asks. */
@Controller('sessions')
export class SessionsController {
  constructor(private readonly service: SessionService) {}

  @Get()
  @Policy('session:own')
  @Answers(SessionList, { en: "Lists the caller's sessions", zh: '查看本人会话' })
  list(@CurrentCaller() caller: Caller): Promise<SessionList> {
    return this.service.list(personOf(caller));
  }

  @Delete()
  @HttpCode(204)
  @Policy('session:own')
  @Answers(null, { en: 'Ends all other sessions of the caller', zh: '结束其他会话' })
  endOthers(@CurrentCaller() caller: Caller): Promise<void> {
    return this.service.endOthers(personOf(caller));
  }

  /** One that is not there, or is somebody else's, is as good as ended. */
  @Delete(':sessionId')
  @HttpCode(204)
  @Policy('session:own')
  @Answers(null, { en: 'Ends one session of the caller', zh: '结束一个会话' })
  end(@CurrentCaller() caller: Caller, @Param('sessionId') sessionId: string): Promise<void> {
    return this.service.end(personOf(caller), sessionId);
  }
}
