import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { Setup } from '@linewatch/shared';
import { Open } from '../../platform/auth/policy.js';
import { SetupService } from './setup.service.js';

/** Takes an empty house over. */
@Controller('setup')
export class SetupController {
  constructor(private readonly service: SetupService) {}

  @Post()
  @HttpCode(204)
  @Open()
  claim(@Body({ schema: Setup }) body: Setup): Promise<void> {
    return this.service.claim(body);
  }
}
