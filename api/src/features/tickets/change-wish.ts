import type { ChangeWish, TicketForm } from '@linewatch/shared';
import type { Transaction } from '../../database/database.js';
import { InvalidRequest } from '../../platform/errors/invalid-request.js';
import type { SqlReader } from './open-tickets.js';

/** A change is wished for by a request and by nothing else, and says what it needs. @throws InvalidRequest */
export function requireWish({ ticketType, change }: Pick<TicketForm, 'ticketType' | 'change'>): void {
  const missing =
    (ticketType !== 'request' && change !== undefined && 'change') ||
    (change?.kind === 'BANDWIDTH' && change.bandwidthMbps === null && 'change.bandwidthMbps') ||
    (change?.kind === 'MOVE' && change.place === null && 'change.place');
  if (typeof missing === 'string')
    throw new InvalidRequest([{ field: missing, reason: missing === 'change' ? 'not_a_request' : 'required' }]);
}

export async function keepWish(tx: Transaction, ticketId: string, wish: ChangeWish): Promise<void> {
  const { kind, bandwidthMbps, place, on } = wish;
  const columns = ['ticket_id', 'kind', 'bandwidth_mbps', 'place', 'wished_on'];
  await tx.insertMany('change_wish', columns, ['ticket_id'], [[ticketId, kind, bandwidthMbps, place, on]]);
}

/** What a ticket that its reader was found to see asks to have changed. */
export async function wishOf(reader: SqlReader, ticketId: string): Promise<ChangeWish | null> {
  const [row] = await reader.query<Omit<ChangeWish, 'on'> & { readonly wishedOn: string | null }>(
    `SELECT kind AS kind, bandwidth_mbps AS bandwidthMbps, place AS place, wished_on AS wishedOn FROM change_wish
     WHERE ticket_id = ?`,
    [ticketId],
  );
  if (row === undefined) return null;
  const { wishedOn, ...wish } = row;
  return { ...wish, on: wishedOn };
}
