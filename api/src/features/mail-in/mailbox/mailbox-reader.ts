import { Inject, Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import type { Env } from '../../../config/env.js';
import { ENV } from '../../../config/env.token.js';
import { Clock } from '../../../platform/clock/clock.js';
import { Jobs } from '../../../platform/jobs/jobs.js';
import { describeError } from '../../../platform/logging/describe-error.js';
import { MailIn, MOST_MAIL_BYTES } from '../mail-in.service.js';
import { ImapMailbox } from './imap-mailbox.js';
import { MailboxFailure, type OpenMailbox, type WaitingMail } from './mailbox.js';
import { type FetchedOutcome, MailboxMetrics } from './mailbox-metrics.js';
import { type MailboxPlace, mailboxPlace } from './mailbox-place.js';
import { type MailboxProgress, MailboxRepository } from './mailbox.repository.js';

const EVERY_MS = 20_000;
const LONGEST_WAIT_MS = 15 * 60_000;
/** What one visit takes; the next one goes on. */
const MOST_MAILS = 100;
const MOST_BYTES = 64 * 1024 * 1024;
/** A mail that comes again is known for ninety days; what is nearly as old is let be, whatever its number says. */
const OLDEST_MS = 60 * 86_400_000;
/** Tries of one mail, with waits that double: about two hours. */
const TRIES = 12;

/**
 * Fetches mails from the operator's mailbox and brings each to the door that all mails come in by. A mail is put away,
 * and passed, only after it is stored; what is brought twice by a kill between is known at the door.
 */
@Injectable()
export class MailboxReader implements OnModuleInit {
  private readonly logger = new Logger(MailboxReader.name);
  private readonly place: MailboxPlace | undefined;

  constructor(
    @Inject(ENV) env: Env,
    private readonly boxes: MailboxRepository,
    private readonly mails: MailIn,
    private readonly metrics: MailboxMetrics,
    private readonly jobs: Jobs,
    private readonly clock: Clock,
  ) {
    this.place = mailboxPlace(env);
  }

  onModuleInit(): void {
    const { place } = this;
    if (place === undefined) return;
    const mailbox = new ImapMailbox(place);
    this.jobs.every('mail-in.fetch', EVERY_MS, (signal) => this.look(place.key, mailbox, signal));
  }

  /** Visits the mailbox when it is time to. */
  async look(key: string, mailbox: ImapMailbox, signal: AbortSignal): Promise<void> {
    const progress = await this.boxes.progress(key);
    if (this.clock.now() < progress.nextVisitAt) return;
    try {
      await mailbox.visit(signal, (open) => this.takeAll(key, progress, open, signal));
    } catch (error) {
      if (signal.aborted) return;
      await this.noteFailure(key, progress, error);
      return;
    }
    if (progress.failures > 0) this.logger.log({ msg: 'the mailbox can be read again' });
    this.metrics.visited('done');
    await this.boxes.noteVisit(key, this.clock.now());
  }

  /** The world outside, or a mail that could not be taken: later again, in longer breaths. */
  private async noteFailure(key: string, { failures }: MailboxProgress, error: unknown): Promise<void> {
    const isOutside = error instanceof MailboxFailure;
    const wait = Math.min(EVERY_MS * 2 ** Math.min(failures, 10), LONGEST_WAIT_MS);
    const reason = isOutside ? error.reason : 'mail';
    await this.boxes.noteFailure(key, reason, this.clock.now() + wait);
    this.metrics.visited(reason);
    this.logger.warn({ msg: 'the mailbox could not be read', reason, failures: failures + 1 });
    if (!isOutside) throw error;
  }

  private async takeAll(
    key: string,
    { generation, lastUid }: MailboxProgress,
    open: OpenMailbox,
    signal: AbortSignal,
  ): Promise<void> {
    const isNew = generation !== open.generation;
    if (isNew) await this.boxes.begin(key, open.generation);
    let bytes = 0;
    let refused = 0;
    for (const mail of await open.waiting(isNew ? 0 : lastUid, MOST_MAILS)) {
      if (signal.aborted || bytes > MOST_BYTES) break;
      bytes += Math.min(mail.bytes, MOST_MAIL_BYTES);
      const outcome = await this.takeOne(key, mail, open);
      if (outcome !== undefined) {
        this.metrics.fetched(outcome);
        if (!(await this.leave(mail, outcome, open))) refused += 1;
      }
      await this.boxes.advance(key, open.generation, mail.uid);
    }
    if (refused > 0) this.logger.warn({ msg: 'the mailbox does not let mails be marked or moved', mails: refused });
  }

  /** @returns what became of it; undefined when it was gone */
  private async takeOne(key: string, mail: WaitingMail, open: OpenMailbox): Promise<FetchedOutcome | undefined> {
    if (mail.at < this.clock.now() - OLDEST_MS) return 'too-old';
    if (mail.bytes > MOST_MAIL_BYTES) return 'too-large';
    const raw = await open.read(mail.uid, MOST_MAIL_BYTES);
    if (raw === undefined) return undefined;
    if (raw.length > MOST_MAIL_BYTES) return 'too-large';
    try {
      await this.mails.take(raw);
      return 'taken';
    } catch (error) {
      // The database may be away, and then the count fails as well; or there is a mail that we cannot bear.
      if ((await this.boxes.noteStuck(key)) < TRIES) throw error;
      this.logger.error({ msg: 'a mail is given up', uid: mail.uid, error: describeError(error) });
      return 'given-up';
    }
  }

  /** @returns false where the server lets nothing be marked or moved */
  private leave({ uid }: WaitingMail, outcome: FetchedOutcome, open: OpenMailbox): Promise<boolean> {
    if (outcome === 'taken') return open.putAway(uid);
    return outcome === 'too-old' ? Promise.resolve(true) : open.flag(uid);
  }
}
