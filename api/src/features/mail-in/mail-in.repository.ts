import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { Database, type Transaction } from '../../database/database.js';

/** What became of a mail. */
export type MailOutcome =
  'NOTED' | 'BOUNCED' | 'MACHINE' | 'NO_TICKET' | 'STRANGER' | 'NOTHING_SAID' | 'TOO_MANY' | 'REFUSED' | 'UNREADABLE';

/** Reads whose ticket a mail names, and keeps which mails have come. */
@Injectable()
export class MailInRepository {
  constructor(private readonly database: Database) {}

  async ticket(number: string): Promise<{ id: string; customerId: string } | undefined> {
    const [row] = await this.database.read<{ id: string; customerId: string }>(
      `SELECT id AS id, customer_id AS customerId FROM ticket WHERE number = ?
       /* unscoped: its name is signed, and whoever wrote is looked for at its customer next */`,
      [number],
    );
    return row;
  }

  /** The name of a contact of the customer with this address. */
  async contact(customerId: string, email: string): Promise<string | undefined> {
    const [row] = await this.database.read<{ name: string }>(
      'SELECT name AS name FROM contact WHERE customer_id = ? AND LOWER(email) = ? ORDER BY id LIMIT 1',
      [customerId, email],
    );
    return row?.name;
  }

  async isKnown(key: string): Promise<boolean> {
    return (await this.database.read('SELECT 1 FROM mail_in WHERE mail_key = ?', [key])).length > 0;
  }

  /** Keeps what became of a mail. @returns false when it has come before */
  async keep(
    tx: Transaction,
    key: string,
    outcome: MailOutcome,
    ticketId: string | null,
    now: number,
  ): Promise<boolean> {
    const row = [uuidv7(), key, now, outcome, ticketId];
    const columns = ['id', 'mail_key', 'at', 'outcome', 'ticket_id'];
    return (await tx.insertMany('mail_in', columns, ['mail_key'], [row], 'ignore')) > 0;
  }

  async removeOlderThan(tx: Transaction, time: number): Promise<void> {
    await tx.execute('DELETE FROM mail_in WHERE at < ?', [time]);
  }
}
