import { Injectable } from '@nestjs/common';
import type { DeskEventType, DeskVersion } from '@linewatch/shared';
import { v7 as uuidv7 } from 'uuid';
import { Database, type Transaction } from '../../database/database.js';
import { wholeCustomerCondition } from '../../platform/auth/scope-predicate.js';
import type { Scope } from '../../platform/auth/scope.js';
import type { TicketChange, TicketChangeKind } from '../tickets/index.js';

/** Where a customer's desk hears of its tickets. */
export interface Hub {
  readonly id: string;
  readonly customerId: string;
  readonly version: DeskVersion;
  readonly host: string;
  /** `{ url, secret }`, sealed for `hubPlace`. */
  readonly sealed: string;
  readonly events: readonly DeskEventType[];
  readonly isEnabled: boolean;
}

/** The place that the address and the secret of a hub are sealed for. */
export const hubPlace = (id: string): string => `ticket_hub.sealed:${id}`;

/** An event on its way to a hub. Its id names it to the receiver, however often it is tried. */
export interface HubEvent {
  readonly id: string;
  readonly hubId: string;
  readonly customerId: string;
  readonly ticketId: string;
  readonly kind: TicketChangeKind;
  readonly at: number;
  readonly attempts: number;
}

interface HubRow extends Omit<Hub, 'events' | 'isEnabled'> {
  readonly events: string;
  readonly isEnabled: number | boolean;
}

const COLUMNS = ['id', 'customer_id', 'version', 'host', 'sealed', 'events', 'is_enabled', 'failures', 'created_at'];
const SELECT = `SELECT h.id AS id, h.customer_id AS customerId, h.version AS version, h.host AS host,
  h.sealed AS sealed, h.events AS events, h.is_enabled AS isEnabled FROM ticket_hub h`;
const EVENT_COLUMNS = ['id', 'hub_id', 'customer_id', 'ticket_id', 'kind', 'at', 'state', 'attempts', 'next_try_at'];
const MOST = 100;
const AT_ONCE = 50;

/** Writes hubs and what is on its way to them, and reads them to tell them; people read `DeskCallbackRepository`. */
@Injectable()
export class HubRepository {
  constructor(private readonly database: Database) {}

  /** Those of whole customers: who has some sites neither reads nor removes where all of it is told. */
  async list(scope: Scope, id?: string): Promise<Hub[]> {
    const mine = wholeCustomerCondition(scope, 'h.customer_id');
    const one = id === undefined ? '' : 'AND h.id = ?';
    const rows = await this.database.read<HubRow>(`${SELECT} WHERE ${mine.sql} ${one} ORDER BY h.id LIMIT ?`, [
      ...mine.values,
      ...(id === undefined ? [] : [id]),
      MOST,
    ]);
    return rows.map(toHub);
  }

  async count(tx: Transaction, customerId: string): Promise<number> {
    const [row] = await tx.query<{ n: number | string }>('SELECT COUNT(*) AS n FROM ticket_hub WHERE customer_id = ?', [
      customerId,
    ]);
    return Number(row?.n ?? 0);
  }

  async insert(tx: Transaction, hub: Hub, now: number): Promise<void> {
    const { id, customerId, version, host, sealed, events } = hub;
    const row = [id, customerId, version, host, sealed, JSON.stringify(events), 1, 0, now];
    await tx.insertMany('ticket_hub', COLUMNS, ['id'], [row]);
  }

  async remove(tx: Transaction, id: string): Promise<void> {
    await tx.execute('DELETE FROM ticket_hub_event WHERE hub_id = ?', [id]);
    await tx.execute('DELETE FROM ticket_hub WHERE id = ?', [id]);
  }

  /** Those that a customer's changes go to now. */
  async listening(tx: Transaction, customerId: string): Promise<Hub[]> {
    const rows = await tx.query<HubRow>(`${SELECT} WHERE h.customer_id = ? AND h.is_enabled <> 0 LIMIT ?`, [
      customerId,
      MOST,
    ]);
    return rows.map(toHub);
  }

  async byId(id: string): Promise<Hub | undefined> {
    const [row] = await this.database.read<HubRow>(`${SELECT} WHERE h.id = ? /* unscoped: named by an event of it */`, [
      id,
    ]);
    return row === undefined ? undefined : toHub(row);
  }

  async send(tx: Transaction, hubs: readonly Hub[], { ticketId, customerId, kind, at }: TicketChange): Promise<void> {
    const rows = hubs.map(({ id }) => [uuidv7(), id, customerId, ticketId, kind, at, 'WAITING', 0, at]);
    await tx.insertMany('ticket_hub_event', EVENT_COLUMNS, ['id'], rows);
  }

  /** The oldest event of each hub that has one due: events of a hub go one after the other, in their order. */
  async due(now: number): Promise<HubEvent[]> {
    const rows = await this.database.read<Omit<HubEvent, 'at'> & { at: number | string }>(
      `SELECT e.id AS id, e.hub_id AS hubId, e.customer_id AS customerId, e.ticket_id AS ticketId, e.kind AS kind,
         e.at AS at, e.attempts AS attempts
       FROM ticket_hub_event e WHERE e.state = 'WAITING' AND e.next_try_at <= ? AND e.id = (
         SELECT MIN(f.id) FROM ticket_hub_event f WHERE f.hub_id = e.hub_id AND f.state = 'WAITING')
       ORDER BY e.id LIMIT ${String(AT_ONCE)}`,
      [now],
    );
    return rows.map(({ at, ...row }) => ({ ...row, at: Number(at) }));
  }

  /** Takes an event for a try until `until` (ms). @returns false when somebody else did */
  async claim(tx: Transaction, { id, attempts }: HubEvent, until: number): Promise<boolean> {
    const changed = await tx.execute(
      `UPDATE ticket_hub_event SET attempts = attempts + 1, next_try_at = ?
       WHERE id = ? AND attempts = ? AND state = 'WAITING'`,
      [until, id, attempts],
    );
    return changed === 1;
  }

  async end(tx: Transaction, { id, hubId }: HubEvent, state: 'SENT' | 'DROPPED'): Promise<void> {
    await tx.execute('UPDATE ticket_hub_event SET state = ?, failure = NULL WHERE id = ?', [state, id]);
    if (state === 'SENT') await tx.execute('UPDATE ticket_hub SET failures = 0 WHERE id = ?', [hubId]);
  }

  /** @returns how many failures the hub has now, one after the other */
  async noteFailure(
    tx: Transaction,
    { id, hubId }: HubEvent,
    failure: string,
    nextTryAt: number | null,
  ): Promise<number> {
    await tx.execute(
      'UPDATE ticket_hub_event SET state = ?, failure = ?, next_try_at = COALESCE(?, next_try_at) WHERE id = ?',
      [nextTryAt === null ? 'FAILED' : 'WAITING', failure.slice(0, 80), nextTryAt, id],
    );
    await tx.execute('UPDATE ticket_hub SET failures = failures + 1 WHERE id = ?', [hubId]);
    const [row] = await tx.query<{ failures: number | string }>(
      'SELECT failures AS failures FROM ticket_hub WHERE id = ?',
      [hubId],
    );
    return Number(row?.failures ?? 0);
  }

  /** Tells a hub no more, and forgets what waits for it. @returns whether it was on until now */
  async switchOff(tx: Transaction, hubId: string): Promise<boolean> {
    const changed = await tx.execute('UPDATE ticket_hub SET is_enabled = 0 WHERE id = ? AND is_enabled <> 0', [hubId]);
    await tx.execute(
      "UPDATE ticket_hub_event SET state = 'FAILED', failure = 'switched-off' WHERE hub_id = ? AND state = 'WAITING'",
      [hubId],
    );
    return changed === 1;
  }

  async removeOlderThan(tx: Transaction, time: number): Promise<void> {
    await tx.execute("DELETE FROM ticket_hub_event WHERE at < ? AND state <> 'WAITING'", [time]);
  }
}

function toHub({ events, isEnabled, ...row }: HubRow): Hub {
  return { ...row, events: JSON.parse(events) as DeskEventType[], isEnabled: Boolean(isEnabled) };
}
