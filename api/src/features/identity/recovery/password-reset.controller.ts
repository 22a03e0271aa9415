import { Body, Controller, HttpCode, Post, Req } from '@nestjs/common';
import { ResetConfirmed, ResetRequest } from '@linewatch/shared';
import type { Request } from 'express';
import { Open } from '../../../platform/auth/policy.js';
import { Answers } from '../../../platform/openapi/answers.js';
import { PasswordResetService } from './password-reset.service.js';

/** A forgotten password. */
@Controller('password-reset')
export class PasswordResetController {
  constructor(private readonly service: PasswordResetService) {}

  @Post()
  @HttpCode(204)
  @Open()
  @Answers(null, {
    en: 'Asks for a link to choose a new password',
    zh: '申请重置密码',
    refuses: ['session.too-many-attempts', 'request.too-many'],
  })
  ask(@Body({ schema: ResetRequest }) { email }: ResetRequest, @Req() request: Request): Promise<void> {
    return this.service.ask(email, request.ip ?? '');
  }

  @Post('confirmed')
  @HttpCode(204)
  @Open()
  @Answers(null, {
    en: 'Chooses a new password by the link',
    zh: '通过链接重置密码',
    refuses: ['reset.refused', 'request.too-many'],
  })
  confirm(@Body({ schema: ResetConfirmed }) body: ResetConfirmed): Promise<void> {
    return this.service.confirm(body);
  }
}
