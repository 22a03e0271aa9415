import { Injectable } from '@nestjs/common';
import { type Count, Metrics } from '../../../platform/metrics/metrics.js';
import { MAILBOX_REASONS, type MailboxReason } from './mailbox.js';

const VISITS = { outcome: ['done', 'mail', ...MAILBOX_REASONS] } as const;
const MAILS = { outcome: ['taken', 'too-large', 'too-old', 'given-up'] } as const;
export type FetchedOutcome = (typeof MAILS.outcome)[number];

/** How the reading of the operator's mailbox goes. */
@Injectable()
export class MailboxMetrics {
  private readonly visits: Count<typeof VISITS>;
  private readonly mails: Count<typeof MAILS>;

  constructor(metrics: Metrics) {
    this.visits = metrics.counter(
      'linewatch_mailbox_visits_total',
      'Visits to the mailbox of answers: done, ended by a mail that could not be taken, or why it could not be read.',
      VISITS,
    );
    this.mails = metrics.counter(
      'linewatch_mailbox_mails_total',
      'Mails of the mailbox: taken, or left there as too large, too old or given up.',
      MAILS,
    );
  }

  visited(outcome: 'done' | 'mail' | MailboxReason): void {
    this.visits.add({ outcome });
  }

  fetched(outcome: FetchedOutcome): void {
    this.mails.add({ outcome });
  }
}
