import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { Setup } from '@linewatch/shared';
import { Open } from '../../platform/auth/policy.js';
import { Answers } from '../../platform/openapi/answers.js';
import { SetupService } from './setup.service.js';

/** Takes an empty house over. */
@Controller('setup')
export class SetupController {
  constructor(private readonly service: SetupService) {}

  @Post()
  @HttpCode(204)
  @Open()
  @Answers(null, {
    en: 'Takes an empty house over',
    zh: '初始化系统',
    refuses: ['setup.token-refused', 'request.too-many'],
  })
  claim(@Body({ schema: Setup }) body: Setup): Promise<void> {
    return this.service.claim(body);
  }
}
