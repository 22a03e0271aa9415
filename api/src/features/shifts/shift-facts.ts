import { Injectable } from '@nestjs/common';
import {
  type EndingShelf,
  type FaultQuery,
  NEXT_SHIFT_MS,
  type PromisedCall,
  SHIFT_SHOWN,
  ShiftFacts,
  type WorkRow,
} from '@linewatch/shared';
import { Database } from '../../database/database.js';
import { iso } from '../../database/instants.js';
import { scopeCondition } from '../../platform/auth/scope-predicate.js';
import type { Scope } from '../../platform/auth/scope.js';
import type { UserCaller } from '../../platform/auth/session-lookup.js';
import { CollectorsService } from '../collectors/index.js';
import { FaultsService } from '../faults/index.js';
import { WorksService } from '../maintenance/index.js';
import { readerOf, TicketViews } from '../tickets/index.js';

type ShelvedRow = Omit<EndingShelf, 'until' | 'object'> & {
  readonly objectType: EndingShelf['object']['type'];
  readonly objectName: string;
  readonly until: number | string;
};

interface CallRow {
  readonly ticketId: string;
  readonly number: string;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly dueAt: number | string;
}

/** Gathers what stands in the network and at its desks, for whoever sees the whole house. */
@Injectable()
export class ShiftFactsReader {
  constructor(
    private readonly database: Database,
    private readonly faults: FaultsService,
    private readonly tickets: TicketViews,
    private readonly works: WorksService,
    private readonly collectors: CollectorsService,
  ) {}

  /** @param from when the shift began, ms; `now` ends it */
  async read(caller: UserCaller, from: number, now: number): Promise<ShiftFacts> {
    const { scope } = caller;
    const [openFaults, clearedFaults, tickets, promises, works, collectors, shelved] = await Promise.all([
      this.openFaults(scope, from),
      this.clearedFaults(scope, from, now),
      this.ticketQueue(caller),
      this.promises(scope, now),
      this.nextWorks(caller, now),
      this.collectors.list(),
      this.shelved(now),
    ]);
    return ShiftFacts.parse({
      ...{ from: iso(from), to: iso(now), openFaults, clearedFaults, tickets, promises, works },
      collectors: collectors.items.filter(({ state, impairedSince }) => state === 'SILENT' || impairedSince !== null),
      shelved,
    });
  }

  private async openFaults(scope: Scope, from: number): Promise<ShiftFacts['openFaults']> {
    const [page, began] = await Promise.all([
      this.faults.page(scope, asked({ show: 'open' })),
      this.began(scope, from),
    ]);
    return { total: page.total, began, items: page.items };
  }

  private async began(scope: Scope, from: number): Promise<number> {
    const mine = scopeCondition(scope, { customer: 'f.customer_id', circuit: 'f.circuit_id' });
    const [row] = await this.database.read<{ total: number | string }>(
      `SELECT COUNT(*) AS total FROM fault f WHERE f.active_key IS NOT NULL AND f.since >= ? AND ${mine.sql}`,
      [from, ...mine.values],
    );
    return Number(row?.total ?? 0);
  }

  /** Faults that touch the shift and are over ended in it. */
  private async clearedFaults(scope: Scope, from: number, now: number): Promise<ShiftFacts['clearedFaults']> {
    const { total, items } = await this.faults.page(scope, asked({ show: 'past', from, to: now + 1 }));
    return { total, items };
  }

  private async ticketQueue(caller: UserCaller): Promise<ShiftFacts['tickets']> {
    const [queue, { open }] = await Promise.all([
      this.tickets.queue(readerOf(caller), {}, caller.userId),
      this.tickets.page(readerOf(caller), { limit: 1 }),
    ]);
    const { items, breached } = queue;
    return { total: open.operator + open.customer, breached, items: items.slice(0, SHIFT_SHOWN) };
  }

  /** Works under way first; of those to come, what begins before the next shift is over. */
  private async nextWorks(caller: UserCaller, now: number): Promise<WorkRow[]> {
    const common = { order: 'asc', limit: SHIFT_SHOWN } as const;
    const [running, upcoming] = await Promise.all([
      this.works.list(caller.scope, caller, { ...common, phase: 'running' }),
      this.works.list(caller.scope, caller, { ...common, phase: 'upcoming', from: now, to: now + NEXT_SHIFT_MS }),
    ]);
    return [...running.items, ...upcoming.items].slice(0, SHIFT_SHOWN);
  }

  private async promises(scope: Scope, now: number): Promise<PromisedCall[]> {
    const mine = scopeCondition(scope, { customer: 'b.customer_id', wholeCustomer: true });
    const rows = await this.database.read<CallRow>(
      `SELECT b.ticket_id AS ticketId, t.number AS number, cu.name_zh AS nameZh, cu.name_en AS nameEn, b.due_at AS dueAt
       FROM callback_task b JOIN ticket t ON t.id = b.ticket_id JOIN customer cu ON cu.id = b.customer_id
       WHERE b.done_at IS NULL AND b.due_at < ? AND ${mine.sql} ORDER BY b.due_at, b.id LIMIT ${String(SHIFT_SHOWN)}`,
      [now + NEXT_SHIFT_MS, ...mine.values],
    );
    return rows.map(({ ticketId, number, nameZh, nameEn, dueAt }) => ({
      ...{ ticketId, number, customer: { nameZh, nameEn }, dueAt: iso(Number(dueAt)) },
    }));
  }

  /** What a customer's own threshold raised is none of the house's. */
  private async shelved(now: number): Promise<EndingShelf[]> {
    const rows = await this.database.read<ShelvedRow>(
      `SELECT a.id AS alarmId, a.code AS code, a.severity AS severity, a.object_type AS objectType,
         a.object_name AS objectName, a.shelf_reason AS reason, a.shelved_until AS until
       FROM alarm a
       WHERE a.operator_state = 'shelved' AND a.active_key IS NOT NULL AND a.customer_id IS NULL
         AND a.shelved_until > ? AND a.shelved_until <= ?
       ORDER BY a.shelved_until, a.id LIMIT ${String(SHIFT_SHOWN)}`,
      [now, now + NEXT_SHIFT_MS],
    );
    return rows.map(({ objectType, objectName, until, ...row }) => ({
      ...row,
      ...{ object: { type: objectType, name: objectName }, until: iso(Number(until)) },
    }));
  }
}

function asked(query: Pick<FaultQuery, 'show'> & Partial<FaultQuery>): FaultQuery {
  return { ...query, limit: SHIFT_SHOWN };
}
