import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { Transaction } from '../../database/database.js';
import { Secrets } from '../../platform/secrets/secrets.js';
import type { SqlReader } from './open-tickets.js';

const VALID_MS = 30 * 24 * 60 * 60_000;
const PURPOSE = 'rate';

/**
 * Signed links by which a customer rates a closed ticket once without signing in. Nothing is kept but which tickets
 * were rated by one: whoever sends the link makes it from the ticket's id.
 */
@Injectable()
export class RatingLinks {
  constructor(private readonly secrets: Secrets) {}

  /** The token of a ticket's link, good for thirty days from the closing. */
  tokenOf(ticketId: string): string {
    const sealed = this.secrets.seal(PURPOSE, placeOf(ticketId));
    return `${ticketId}.${Buffer.from(sealed).toString('base64url')}`;
  }

  /** The ticket of a link that still works. */
  async ticketOf(reader: SqlReader, token: string, now: number): Promise<string | undefined> {
    const ticketId = this.read(token);
    if (ticketId === undefined) return undefined;
    const [row] = await reader.query<{ id: string }>(
      `SELECT t.id AS id FROM ticket t LEFT JOIN ticket_rating_link l ON l.ticket_id = t.id
       WHERE t.id = ? AND t.status = 'closed' AND t.closed_at > ? AND l.ticket_id IS NULL`,
      [ticketId, now - VALID_MS],
    );
    return row?.id;
  }

  /** Uses a link up. @returns whether it still worked */
  async use(tx: Transaction, token: string, now: number): Promise<boolean> {
    const ticketId = await this.ticketOf(tx, token, now);
    if (ticketId === undefined) return false;
    const columns = ['ticket_id', 'used_at'];
    return (await tx.insertMany('ticket_rating_link', columns, ['ticket_id'], [[ticketId, now]], 'ignore')) > 0;
  }

  /** The ticket that a link of this house names, whether it still works or not. */
  read(token: string): string | undefined {
    const [ticketId = '', sealed = ''] = token.split('.', 2);
    if (!z.uuid().safeParse(ticketId).success) return undefined;
    try {
      const plain = this.secrets.open(Buffer.from(sealed, 'base64url').toString('utf8'), placeOf(ticketId));
      return plain === PURPOSE ? ticketId : undefined;
    } catch {
      // Whatever somebody may have typed: opening throws for all that this house did not seal.
      return undefined;
    }
  }
}

function placeOf(ticketId: string): string {
  return `ticket_rating_link:${ticketId}`;
}
