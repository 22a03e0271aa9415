import { Body, Controller, HttpCode, Post, Req } from '@nestjs/common';
import { ResetConfirmed, ResetRequest } from '@linewatch/shared';
import type { Request } from 'express';
import { Open } from '../../../platform/auth/policy.js';
import { PasswordResetService } from './password-reset.service.js';

/** A forgotten password. */
@Controller('password-reset')
export class PasswordResetController {
  constructor(private readonly service: PasswordResetService) {}

  @Post()
  @HttpCode(204)
  @Open()
  ask(@Body({ schema: ResetRequest }) { email }: ResetRequest, @Req() request: Request): Promise<void> {
    return this.service.ask(email, request.ip ?? '');
  }

  @Post('confirmed')
  @HttpCode(204)
  @Open()
  confirm(@Body({ schema: ResetConfirmed }) body: ResetConfirmed): Promise<void> {
    return this.service.confirm(body);
  }
}
