import { Module } from '@nestjs/common';
import { NotificationsModule } from '../notifications/index.js';
import { TicketsModule } from '../tickets/index.js';
import { MailInController } from './mail-in.controller.js';
import { MailInRepository } from './mail-in.repository.js';
import { MailIn } from './mail-in.service.js';
import { MailboxMetrics } from './mailbox/mailbox-metrics.js';
import { MailboxReader } from './mailbox/mailbox-reader.js';
import { MailboxRepository } from './mailbox/mailbox.repository.js';

/** Mails that come in: answers become notes of their tickets, and what comes back is noted with its notice. */
@Module({
  imports: [NotificationsModule, TicketsModule],
  controllers: [MailInController],
  providers: [MailIn, MailInRepository, MailboxMetrics, MailboxReader, MailboxRepository],
})
export class MailInModule {}
