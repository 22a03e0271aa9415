import { Controller, HttpCode, Inject, Post, Req } from '@nestjs/common';
import { DomainError } from '@linewatch/shared';
import type { Request } from 'express';
import type { Env } from '../../config/env.js';
import { ENV } from '../../config/env.token.js';
import { Open } from '../../platform/auth/policy.js';
import { Clock } from '../../platform/clock/clock.js';
import { readUpload } from '../../platform/files/read-upload.js';
import { Answers } from '../../platform/openapi/answers.js';
import { MailIn, MOST_MAIL_BYTES } from './mail-in.service.js';
import { isSigned, stampOf } from './mail-signature.js';

/** Where the operator's mail server brings the answers to tickets' mails: each mail as it is, signed. */
@Controller('mail-in')
export class MailInController {
  constructor(
    @Inject(ENV) private readonly env: Pick<Env, 'MAIL_IN_SECRET' | 'MAIL_IN_ADDRESS'>,
    private readonly mails: MailIn,
    private readonly clock: Clock,
  ) {}

  /** Nothing is read of whoever shows no fresh stamp, and whoever does is told nothing of what became of the mail. */
  @Post()
  @HttpCode(204)
  @Open()
  @Answers(null, {
    en: 'Takes a mail (message/rfc822 as a file) that the mail server has signed',
    zh: '接收邮件服务器转来并签名的邮件',
    refuses: ['mail.signature-refused', 'request.body-too-large', 'request.not-found'],
    takesFile: true,
  })
  async take(@Req() request: Request): Promise<void> {
    const { MAIL_IN_SECRET, MAIL_IN_ADDRESS } = this.env;
    if (MAIL_IN_SECRET === undefined || MAIL_IN_ADDRESS === undefined)
      throw new DomainError('request.not-found', 'There is nothing here');
    const stamp = stampOf(request.headers, this.clock.now());
    if (stamp === undefined) throw refused();
    const raw = await readUpload(request, MOST_MAIL_BYTES);
    if (!isSigned(stamp, raw, MAIL_IN_SECRET)) throw refused();
    await this.mails.take(raw);
  }
}

function refused(): DomainError {
  return new DomainError('mail.signature-refused', 'This mail was not signed by the mail server of this house');
}
