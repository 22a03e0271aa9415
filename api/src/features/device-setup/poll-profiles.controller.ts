import { Body, Controller, Get, HttpCode, Param, Patch, Post } from '@nestjs/common';
import { type Created, PollProfileChange, type PollProfileList, PollProfileRequest } from '@linewatch/shared';
import { CurrentScope, Policy } from '../../platform/auth/policy.js';
import type { Scope } from '../../platform/auth/scope.js';
import { PollingSetupService } from './polling-setup.service.js';

/** Poll profiles over HTTP. */
@Controller('poll-profiles')
export class PollProfilesController {
  constructor(private readonly service: PollingSetupService) {}

  @Get()
  @Policy('devices:write')
  list(@CurrentScope() scope: Scope): Promise<PollProfileList> {
    return this.service.pollProfiles(scope);
  }

  @Post()
  @Policy('devices:write')
  add(@CurrentScope() scope: Scope, @Body({ schema: PollProfileRequest }) body: PollProfileRequest): Promise<Created> {
    return this.service.addPollProfile(scope, body);
  }

  @Patch(':profileId')
  @HttpCode(204)
  @Policy('devices:write')
  change(
    @CurrentScope() scope: Scope,
    @Param('profileId') id: string,
    @Body({ schema: PollProfileChange }) body: PollProfileChange,
  ): Promise<void> {
    return this.service.changePollProfile(scope, id, body);
  }
}
