import { Injectable } from '@nestjs/common';
import type { DeskCallback, DeskDelivery, DeskEventType } from '@linewatch/shared';
import { Database } from '../../database/database.js';
import { wholeCustomerCondition } from '../../platform/auth/scope-predicate.js';
import type { Scope } from '../../platform/auth/scope.js';
import type { TicketChangeKind } from '../tickets/index.js';
import { DESK_EVENT_OF } from './desk-event.js';

interface HubRow {
  readonly id: string;
  readonly customerId: string;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly version: DeskCallback['version'];
  readonly host: string;
  readonly events: string;
  readonly isEnabled: number | boolean;
  readonly failures: number | string;
  readonly createdAt: number | string;
}

interface EventRow {
  readonly id: string;
  readonly hubId: string;
  readonly kind: TicketChangeKind;
  readonly ticketId: string;
  readonly number: string | null;
  readonly at: number | string;
  readonly state: DeskDelivery['state'];
  readonly attempts: number | string;
  readonly failure: string | null;
  readonly nextTryAt: number | string;
}

const MOST = 100;
/** Of each callback. */
const LAST = 8;

/** Reads registered callbacks and what became of their last events, for people. */
@Injectable()
export class DeskCallbackRepository {
  constructor(private readonly database: Database) {}

  /** Those of whole customers in reach, the newest first, at most 100. */
  async list(scope: Scope): Promise<DeskCallback[]> {
    const mine = wholeCustomerCondition(scope, 'h.customer_id');
    const hubs = await this.database.read<HubRow>(
      `SELECT h.id AS id, h.customer_id AS customerId, c.name_zh AS nameZh, c.name_en AS nameEn, h.version AS version,
         h.host AS host, h.events AS events, h.is_enabled AS isEnabled, h.failures AS failures,
         h.created_at AS createdAt
       FROM ticket_hub h JOIN customer c ON c.id = h.customer_id WHERE ${mine.sql} ORDER BY h.id DESC LIMIT ?`,
      [...mine.values, MOST],
    );
    const deliveries = await this.lastOf(
      scope,
      hubs.map(({ id }) => id),
    );
    return hubs.map((hub) => toCallback(hub, deliveries.get(hub.id) ?? []));
  }

  private async lastOf(scope: Scope, ids: readonly string[]): Promise<ReadonlyMap<string, DeskDelivery[]>> {
    const found = new Map<string, DeskDelivery[]>();
    if (ids.length === 0) return found;
    const mine = wholeCustomerCondition(scope, 'e.customer_id');
    const rows = await this.database.read<EventRow>(
      `SELECT l.id AS id, l.hub_id AS hubId, l.kind AS kind, l.ticket_id AS ticketId, t.number AS number, l.at AS at,
         l.state AS state, l.attempts AS attempts, l.failure AS failure, l.next_try_at AS nextTryAt
       FROM (
         SELECT e.*, ROW_NUMBER() OVER (PARTITION BY e.hub_id ORDER BY e.id DESC) AS place
         FROM ticket_hub_event e WHERE ${mine.sql} AND e.hub_id IN (${ids.map(() => '?').join(',')})
       ) l LEFT JOIN ticket t ON t.id = l.ticket_id
       WHERE l.place <= ${String(LAST)} ORDER BY l.id DESC`,
      [...mine.values, ...ids],
    );
    for (const row of rows) found.set(row.hubId, [...(found.get(row.hubId) ?? []), toDelivery(row)]);
    return found;
  }
}

function toCallback(hub: HubRow, deliveries: DeskDelivery[]): DeskCallback {
  const { id, customerId, nameZh, nameEn, version, host } = hub;
  return {
    ...{ id, version, host, deliveries, customer: { id: customerId, nameZh, nameEn } },
    events: JSON.parse(hub.events) as DeskEventType[],
    isEnabled: Boolean(hub.isEnabled),
    failures: Number(hub.failures),
    registeredAt: timeOf(hub.createdAt),
  };
}

function toDelivery(row: EventRow): DeskDelivery {
  const { id, kind, ticketId, number, state, failure } = row;
  return {
    ...{ id, event: DESK_EVENT_OF[kind], ticket: { id: ticketId, number: number ?? '' }, state, failure },
    at: timeOf(row.at),
    attempts: Number(row.attempts),
    nextTryAt: state === 'WAITING' ? timeOf(row.nextTryAt) : null,
  };
}

function timeOf(ms: number | string): string {
  return new Date(Number(ms)).toISOString();
}
