import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { Database } from '../../database/database.js';
import { Clock } from '../clock/clock.js';
import { Jobs } from '../jobs/jobs.js';
import { describeError } from '../logging/describe-error.js';
import { Secrets } from '../secrets/secrets.js';
import { MailFiles } from './mail-files.js';
import type { Mail } from './mail.js';
import { MailRepository, type WaitingMail } from './mail.repository.js';
import { mailPlace } from './mail-queue.js';
import { Mailer } from './mailer.js';

const EVERY_MS = 2_000;
const SWEEP_MS = 60 * 60_000;
const KEPT_MS = 30 * 86_400_000;
/** Longer than a server may take to say something. */
const LEASE_MS = 60_000;
const FIRST_WAIT_MS = 30_000;
const LONGEST_WAIT_MS = 60 * 60_000;
/** With waits that double to an hour: about a day and a half. */
const TRIES = 40;

/** Sends what waits in the queue, and tries again what did not go, less and less often. */
@Injectable()
export class MailDelivery implements OnModuleInit {
  private readonly logger = new Logger(MailDelivery.name);

  constructor(
    private readonly jobs: Jobs,
    private readonly database: Database,
    private readonly mails: MailRepository,
    private readonly secrets: Secrets,
    private readonly files: MailFiles,
    private readonly mailer: Mailer,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.jobs.every('mail.deliver', EVERY_MS, (signal) => this.deliver(signal));
    this.jobs.every('mail.sweep', SWEEP_MS, () =>
      this.database.transaction(async (tx) => {
        await this.mails.removeOlderThan(tx, this.clock.now() - KEPT_MS);
      }),
    );
  }

  /** Sends all that is due now. A mail may be sent twice when the process dies between its sending and its mark. */
  async deliver(signal?: AbortSignal): Promise<void> {
    for (let due = await this.mails.due(this.clock.now()); due.length > 0;) {
      for (const mail of due) {
        if (signal?.aborted === true) return;
        await this.claimAndDeliver(mail);
      }
      due = await this.mails.due(this.clock.now());
    }
  }

  private async claimAndDeliver(mail: WaitingMail): Promise<void> {
    const until = this.clock.now() + LEASE_MS;
    if (await this.database.transaction((tx) => this.mails.claim(tx, mail, until))) await this.deliverOne(mail);
  }

  private async deliverOne({ id, sealed, attempts }: WaitingMail): Promise<void> {
    try {
      const mail = JSON.parse(this.secrets.open(sealed, mailPlace(id))) as Mail;
      await this.mailer.send(mail, id, await Promise.all((mail.files ?? []).map((file) => this.files.load(file))));
    } catch (error) {
      // Whatever it was, the mail waits: a server that is away, a full disk. Its text may hold the address.
      const { name, code } = describeError(error);
      const isOver = attempts + 1 >= TRIES || isRefused(error);
      const nextTryAt = this.clock.now() + Math.min(FIRST_WAIT_MS * 2 ** Math.min(attempts, 10), LONGEST_WAIT_MS);
      await this.database.transaction((tx) =>
        this.mails.markFailed(tx, id, code ?? name, isOver ? undefined : nextTryAt),
      );
      this.logger.warn({ msg: isOver ? 'a mail was given up' : 'a mail could not be sent', id, reason: code ?? name });
      return;
    }
    await this.database.transaction((tx) => this.mails.markSent(tx, id));
  }
}

/** Whether the server will not take the mail at all, above all for its address (RFC 5321 section 4.2.1, 5yz). */
function isRefused(error: unknown): boolean {
  if (!(error instanceof Error) || !('responseCode' in error) || !('code' in error)) return false;
  const isAboutMail = error.code === 'EENVELOPE' || error.code === 'EMESSAGE';
  return isAboutMail && typeof error.responseCode === 'number' && error.responseCode >= 500;
}
