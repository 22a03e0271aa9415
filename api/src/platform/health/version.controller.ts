import { Controller, Get, Inject } from '@nestjs/common';
import { VersionView } from '@linewatch/shared';
import { Open } from '../auth/policy.js';
import { Answers } from '../openapi/answers.js';
import { VERSION } from './version.js';

/** Which release runs. */
@Controller('version')
export class VersionController {
  constructor(@Inject(VERSION) private readonly version: string) {}

  @Get()
  @Open()
  @Answers(VersionView, { en: 'Says which release runs', zh: '查看版本' })
  view(): VersionView {
    return { version: this.version };
  }
}
