import { Readable } from 'node:stream';
import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { DomainError } from '@linewatch/shared';
import { Database } from '../../database/database.js';
import type { NamedActor } from '../../platform/audit/audit-trail.js';
import { makeScope } from '../../platform/auth/scope.js';
import { Clock } from '../../platform/clock/clock.js';
import { InvalidRequest } from '../../platform/errors/invalid-request.js';
import { Jobs } from '../../platform/jobs/jobs.js';
import { HourlyLimit } from '../../platform/limits/hourly-limit.js';
import { describeError } from '../../platform/logging/describe-error.js';
import { MailThreads } from '../../platform/mail/mail-threads.js';
import { CustomerPeople } from '../identity/index.js';
import { NoticeBounces } from '../notifications/index.js';
import { type Actor, TicketFiles, type TicketReader, TicketTalk } from '../tickets/index.js';
import { type IncomingMail, type MailFile, readMail } from './incoming-mail.js';
import { MailInRepository, type MailOutcome } from './mail-in.repository.js';

/** A mail with a file of some megabytes, as base64. */
export const MOST_MAIL_BYTES = 16 * 1024 * 1024;
/** Answers to one ticket within an hour: a loop that no header tells of ends here. */
const MOST_AN_HOUR = 20;
const SWEEP_MS = 60 * 60_000;
const KEPT_MS = 90 * 86_400_000;

/** Somebody who may answer in a ticket. */
interface Writer {
  readonly reader: TicketReader;
  readonly actor: Actor;
  readonly named: NamedActor;
  /** What is said of them where the portal does not know them as a user. */
  readonly prefix: string;
}

/**
 * Takes the answers to mails into their tickets. Nobody is ever answered: not a stranger, who learns nothing so, and
 * not a machine, which would answer again.
 */
@Injectable()
export class MailIn implements OnModuleInit {
  private readonly logger = new Logger(MailIn.name);

  constructor(
    private readonly database: Database,
    private readonly mails: MailInRepository,
    private readonly threads: MailThreads,
    private readonly people: CustomerPeople,
    private readonly talk: TicketTalk,
    private readonly files: TicketFiles,
    private readonly bounces: NoticeBounces,
    private readonly limit: HourlyLimit,
    private readonly clock: Clock,
    private readonly jobs: Jobs,
  ) {}

  onModuleInit(): void {
    this.jobs.every('mail-in.sweep', SWEEP_MS, () =>
      this.database.transaction((tx) => this.mails.removeOlderThan(tx, this.clock.now() - KEPT_MS)),
    );
  }

  /** Takes a mail as the relay brought it; brought again, it is the same mail. */
  async take(raw: Buffer): Promise<void> {
    const mail = await this.read(raw);
    if (mail === undefined) {
      this.logger.warn({ msg: 'a mail came in', outcome: 'UNREADABLE' satisfies MailOutcome });
      return;
    }
    if (await this.mails.isKnown(mail.key)) return;
    const outcome = await this.outcomeOf(mail);
    // What was noted was kept with the note.
    if (outcome !== 'NOTED')
      await this.database.transaction((tx) => this.mails.keep(tx, mail.key, outcome, null, this.clock.now()));
    this.logger.log({ msg: 'a mail came in', outcome, files: mail.files.length });
  }

  private async read(raw: Buffer): Promise<IncomingMail | undefined> {
    try {
      return await readMail(raw, this.threads.domain, this.threads.own);
    } catch (error) {
      // Whatever somebody may have sent: the parser refuses what is nested or headed beyond reason.
      this.logger.debug({ msg: 'a mail could not be taken apart', error: describeError(error) });
      return undefined;
    }
  }

  private async outcomeOf(mail: IncomingMail): Promise<MailOutcome> {
    if (mail.kind === 'BOUNCE') return (await this.bounces.note(mail.ours)) ? 'BOUNCED' : 'MACHINE';
    if (mail.kind !== 'ANSWER') return 'MACHINE';
    const number = this.threads.find(mail.places);
    const ticket = number === undefined ? undefined : await this.mails.ticket(number);
    if (ticket === undefined) return 'NO_TICKET';
    const writer = await this.writerOf(ticket.customerId, mail);
    if (writer === undefined) return 'STRANGER';
    if (mail.words === '' && mail.files.length === 0) return 'NOTHING_SAID';
    return this.note(mail, writer, ticket.id);
  }

  /** Who wrote it, of the customer's people as they are now, or of the contacts in its papers. */
  private async writerOf(customerId: string, { sender, senderName }: IncomingMail): Promise<Writer | undefined> {
    if (sender === '') return undefined;
    const people = await this.people.of(customerId);
    const person = people.find(({ email, isStaff }) => email.toLowerCase() === sender && !isStaff);
    if (person !== undefined) {
      const { id, name, role, scope } = person;
      const named: NamedActor = { kind: 'USER', id, name, role };
      return { reader: { scope, role }, actor: { role, userId: id }, named, prefix: '' };
    }
    const contact = await this.mails.contact(customerId, sender);
    if (contact === undefined) return undefined;
    const role = 'CUSTOMER_ENGINEER' as const;
    return {
      reader: { scope: makeScope({ kind: 'customer', customerId }), role },
      actor: { role, userId: null },
      named: { kind: 'NOBODY', id: null, name: contact, role: null },
      prefix: `${contact || senderName} (${sender})\n`,
    };
  }

  private async note(mail: IncomingMail, { reader, actor, named, prefix }: Writer, id: string): Promise<MailOutcome> {
    try {
      await this.limit.take('mail-in', id, MOST_AN_HOUR);
      const names = mail.files.map(({ name }) => name).join(', ');
      const text = `${prefix}${mail.words === '' ? names : mail.words}`.slice(0, 4_000);
      const isNew = await this.database.transaction(async (tx) => {
        if (!(await this.mails.keep(tx, mail.key, 'NOTED', id, this.clock.now()))) return false;
        await this.talk.noteIn(tx, reader, actor, id, { text, visibility: 'CUSTOMER' }, named);
        return true;
      });
      if (isNew) for (const file of mail.files) await this.keepFile(reader, actor, id, file);
      return 'NOTED';
    } catch (error) {
      // What the same person would be refused in the portal: there is nobody to tell it.
      if (!(error instanceof DomainError)) throw error;
      return error.code === 'request.too-many' ? 'TOO_MANY' : 'REFUSED';
    }
  }

  /** Files go through the same gate as in the portal; what is refused there is left out here. */
  private async keepFile(reader: TicketReader, actor: Actor, id: string, { name, content }: MailFile): Promise<void> {
    try {
      await this.files.add(reader, actor, id, { name, visibility: 'CUSTOMER' }, Readable.from([content]));
    } catch (error) {
      if (!(error instanceof DomainError) && !(error instanceof InvalidRequest)) throw error;
      this.logger.log({ msg: 'a file of a mail was refused', ticket: id, error: describeError(error) });
    }
  }
}
