import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import type { Transaction } from '../../database/database.js';
import { Clock } from '../clock/clock.js';
import { Secrets } from '../secrets/secrets.js';
import type { Mail } from './mail.js';
import { MailRepository } from './mail.repository.js';

/** The place that a mail is sealed for. */
export const mailPlace = (id: string): string => `mail.sealed:${id}`;

/**
 * Where mails are put, in the transaction of what they are about: they leave when it is committed, and not otherwise.
 * Sealed, since a link in a mail is a key, and wiped when it has gone.
 */
@Injectable()
export class MailQueue {
  constructor(
    private readonly mails: MailRepository,
    private readonly secrets: Secrets,
    private readonly clock: Clock,
  ) {}

  /** @returns the mail's id */
  async enqueue(tx: Transaction, mail: Mail): Promise<string> {
    return this.put(tx, mail, false);
  }

  /** The same work as for a mail, and none is sent: for answers that must not tell whether an address is known. */
  async pretend(tx: Transaction, mail: Mail): Promise<void> {
    await this.put(tx, mail, true);
  }

  private async put(tx: Transaction, mail: Mail, isDecoy: boolean): Promise<string> {
    const id = uuidv7();
    await this.secrets.hold(tx);
    const sealed = this.secrets.seal(JSON.stringify(mail), mailPlace(id));
    await this.mails.insert(tx, id, sealed, this.clock.now(), isDecoy);
    return id;
  }
}
