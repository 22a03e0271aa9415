import { Module } from '@nestjs/common';
import { NotificationsModule } from '../notifications/index.js';
import { TicketsModule } from '../tickets/index.js';
import { MailInController } from './mail-in.controller.js';
import { MailInRepository } from './mail-in.repository.js';
import { MailIn } from './mail-in.service.js';

/** Mails that come in: answers become notes of their tickets, and what comes back is noted with its notice. */
@Module({
  imports: [NotificationsModule, TicketsModule],
  controllers: [MailInController],
  providers: [MailIn, MailInRepository],
})
export class MailInModule {}
