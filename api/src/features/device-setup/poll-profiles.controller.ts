import { Body, Controller, Get, HttpCode, Param, Patch, Post } from '@nestjs/common';
import { Created, PollProfileChange, PollProfileList, PollProfileRequest } from '@linewatch/shared';
import { CurrentScope, Policy } from '../../platform/auth/policy.js';
import type { Scope } from '../../platform/auth/scope.js';
import { Answers } from '../../platform/openapi/answers.js';
import { PollingSetupService } from './polling-setup.service.js';

/** Poll profiles over HTTP. */
@Controller('poll-profiles')
export class PollProfilesController {
  constructor(private readonly service: PollingSetupService) {}

  @Get()
  @Policy('devices:write')
  @Answers(PollProfileList, { en: 'Lists poll profiles', zh: '查看采集模板' })
  list(@CurrentScope() scope: Scope): Promise<PollProfileList> {
    return this.service.pollProfiles(scope);
  }

  @Post()
  @Policy('devices:write')
  @Answers(Created, { en: 'Enters a poll profile', zh: '新增采集模板' })
  add(@CurrentScope() scope: Scope, @Body({ schema: PollProfileRequest }) body: PollProfileRequest): Promise<Created> {
    return this.service.addPollProfile(scope, body);
  }

  @Patch(':profileId')
  @HttpCode(204)
  @Policy('devices:write')
  @Answers(null, { en: 'Changes a poll profile', zh: '修改采集模板', refuses: ['poll-profile.not-found'] })
  change(
    @CurrentScope() scope: Scope,
    @Param('profileId') id: string,
    @Body({ schema: PollProfileChange }) body: PollProfileChange,
  ): Promise<void> {
    return this.service.changePollProfile(scope, id, body);
  }
}
