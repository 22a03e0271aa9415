import { Controller, Get, Inject } from '@nestjs/common';
import { Open } from '../auth/policy.js';
import { VERSION } from './version.js';

/** Which release runs. */
@Controller('version')
export class VersionController {
  constructor(@Inject(VERSION) private readonly version: string) {}

  @Get()
  @Open()
  view(): { version: string } {
    return { version: this.version };
  }
}
