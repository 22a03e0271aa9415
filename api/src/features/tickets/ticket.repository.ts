import { Injectable } from '@nestjs/common';
import type { TicketContact } from '@linewatch/shared';
import { v7 as uuidv7 } from 'uuid';
import { Database, type SqlValue, type Transaction } from '../../database/database.js';
import type { NewEvent, NewNote, Ticket } from './ticket.rows.js';
import { TICKET_COLUMNS } from './ticket.rows.js';
import { ticketReach, type TicketReader } from './ticket-reach.js';

const FIELDS = Object.keys(TICKET_COLUMNS) as (keyof Ticket)[];
/** The columns of a ticket, of table `t`. */
export const SELECT_TICKET = FIELDS.map((field) => `t.${TICKET_COLUMNS[field]} AS ${field}`).join(', ');

/** A ticket as a driver hands it over: bigint as text, flags as 0 and 1. */
export type StoredTicket = Readonly<Record<keyof Ticket, SqlValue>>;

const NUMBERS: readonly (keyof Ticket)[] = [
  ...(['beganAt', 'reportedAt', 'dispatchedAt', 'acceptedAt', 'firstResponseAt', 'restoredAt', 'resolvedAt'] as const),
  ...(['confirmedAt', 'closedAt', 'urgedAt', 'nextDueAt', 'updatedAt'] as const),
];

/** What the driver handed over as it is meant. */
export function toTicket(stored: StoredTicket): Ticket {
  const numbers = NUMBERS.map((field) => [field, stored[field] === null ? null : Number(stored[field])] as const);
  const own: Record<string, unknown> = { ...stored, ...Object.fromEntries(numbers) };
  own['mayInterrupt'] = Number(stored.mayInterrupt) === 1;
  own['contacts'] = JSON.parse(String(stored.contacts)) as TicketContact[];
  return own as unknown as Ticket;
}

function toSql(field: keyof Ticket, ticket: Partial<Ticket>): SqlValue {
  if (field === 'contacts') return JSON.stringify(ticket.contacts ?? []);
  return ticket[field] ?? null;
}

/** Circuits of a ticket and the sites that they touch. */
export interface TicketPlaces {
  readonly circuitIds: readonly string[];
  readonly siteIds: readonly string[];
}

/** MariaDB reads as of the first read of a transaction: whoever looked before it held the row would see it as it was. */
const HELD_FIRST = '/* unscoped: held before it is read, and the reach is asked next */';

/** Reads and writes tickets one at a time. */
@Injectable()
export class TicketRepository {
  constructor(private readonly database: Database) {}

  /** The ticket, held against everybody else until the transaction ends. Who asks for a person asks `isInReach` too. */
  async hold(tx: Transaction, id: string): Promise<Ticket | undefined> {
    await tx.execute(`UPDATE ticket SET version = version WHERE id = ? ${HELD_FIRST}`, [id]);
    const [row] = await tx.query<StoredTicket>(`SELECT ${SELECT_TICKET} FROM ticket t WHERE t.id = ? ${HELD_FIRST}`, [
      id,
    ]);
    return row === undefined ? undefined : toTicket(row);
  }

  /** Whether the reader may see it. */
  async isInReach(tx: Transaction, reader: TicketReader, id: string): Promise<boolean> {
    const mine = ticketReach(reader);
    const rows = await tx.query(`SELECT 1 FROM ticket t WHERE t.id = ? AND ${mine.sql}`, [id, ...mine.values]);
    return rows.length > 0;
  }

  async findOne(reader: TicketReader, id: string): Promise<Ticket | undefined> {
    const mine = ticketReach(reader);
    const [row] = await this.database.read<StoredTicket>(
      `SELECT ${SELECT_TICKET} FROM ticket t WHERE t.id = ? AND ${mine.sql}`,
      [id, ...mine.values],
    );
    return row === undefined ? undefined : toTicket(row);
  }

  async findMade(tx: Transaction, madeByKey: string): Promise<Ticket | undefined> {
    const [row] = await tx.query<StoredTicket>(
      `SELECT ${SELECT_TICKET} FROM ticket t WHERE t.made_by_key = ? /* unscoped: the key names its maker */`,
      [madeByKey],
    );
    return row === undefined ? undefined : toTicket(row);
  }

  async add(tx: Transaction, ticket: Ticket, circuitIds: readonly string[]): Promise<void> {
    const columns = FIELDS.map((field) => TICKET_COLUMNS[field]);
    await tx.insertMany('ticket', columns, ['id'], [FIELDS.map((field) => toSql(field, ticket))]);
    await tx.insertMany(
      'ticket_circuit',
      ['ticket_id', 'circuit_id', 'customer_id'],
      ['ticket_id', 'circuit_id'],
      circuitIds.map((circuitId) => [ticket.id, circuitId, ticket.customerId]),
    );
  }

  async change(tx: Transaction, id: string, patch: Partial<Ticket>): Promise<void> {
    const fields = FIELDS.filter((field) => field in patch);
    if (fields.length === 0) return;
    const sets = fields.map((field) => `${TICKET_COLUMNS[field]} = ?`).join(', ');
    await tx.execute(`UPDATE ticket SET ${sets} WHERE id = ?`, [...fields.map((field) => toSql(field, patch)), id]);
  }

  /** Lets one filing at a time go on: the second of two finds what the first has made. To be called before any read. */
  async holdFiling(tx: Transaction, day: string): Promise<void> {
    await tx.insertMany('ticket_counter', ['day', 'used'], ['day'], [[day, 0]], 'update', ['day']);
  }

  /** The next number of a day, `GZ` + day + six digits. */
  async nextNumber(tx: Transaction, day: string): Promise<string> {
    await this.holdFiling(tx, day);
    await tx.execute('UPDATE ticket_counter SET used = used + 1 WHERE day = ?', [day]);
    const [row] = await tx.query<{ used: number }>('SELECT used FROM ticket_counter WHERE day = ?', [day]);
    return `GZ${day}${String(row?.used ?? 1).padStart(6, '0')}`;
  }

  /** Whether the last change of status was somebody's, and to this status. */
  async wasLastMovedBy(tx: Transaction, ticketId: string, userId: string | null, status: string): Promise<boolean> {
    const [row] = await tx.query<{ userId: string | null; status: string | null }>(
      `SELECT user_id AS userId, new_value AS status FROM ticket_event WHERE ticket_id = ? AND kind = 'STATUS'
       ORDER BY at DESC, id DESC LIMIT 1`,
      [ticketId],
    );
    return row?.userId === userId && row.status === status;
  }

  async placesOf(tx: Transaction, ticketId: string): Promise<TicketPlaces> {
    const rows = await tx.query<{ circuitId: string; siteId: string | null }>(
      `SELECT tc.circuit_id AS circuitId, e.site_id AS siteId FROM ticket_circuit tc
       LEFT JOIN circuit_end e ON e.circuit_id = tc.circuit_id WHERE tc.ticket_id = ?`,
      [ticketId],
    );
    const sites = rows.map(({ siteId }) => siteId).filter((siteId) => siteId !== null);
    return { circuitIds: [...new Set(rows.map(({ circuitId }) => circuitId))], siteIds: [...new Set(sites)] };
  }

  async addEvents(tx: Transaction, ticketId: string, events: readonly NewEvent[]): Promise<void> {
    await tx.insertMany(
      'ticket_event',
      ['id', 'ticket_id', 'at', 'kind', 'visibility', 'user_id', 'role', 'old_value', 'new_value', 'reason', 'timer'],
      ['id'],
      events.map(({ kind, visibility, actor, at, from, to, reason, timer }) => [
        ...[uuidv7(), ticketId, at, kind, visibility, actor.userId, roleOf(actor)],
        ...[from ?? null, to ?? null, reason ?? null, timer ?? null],
      ]),
    );
  }

  async addNotes(tx: Transaction, ticketId: string, notes: readonly NewNote[]): Promise<void> {
    await tx.insertMany(
      'ticket_note',
      ['id', 'ticket_id', 'at', 'visibility', 'body', 'user_id', 'role'],
      ['id'],
      notes.map(({ visibility, text, actor, at }) => [
        ...[uuidv7(), ticketId, at, visibility, text, actor.userId, roleOf(actor)],
      ]),
    );
  }
}

function roleOf({ role }: NewEvent['actor']): string | null {
  return role === 'SYSTEM' ? null : role;
}
