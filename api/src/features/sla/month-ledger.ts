import { Injectable } from '@nestjs/common';
import {
  DomainError,
  monthOf,
  shiftMonth,
  SLA_PIECES_SHOWN,
  type SlaLedger,
  type SlaLedgerQuery,
  type SlaOverview,
  type SlaQuery,
  type SlaRevisions,
  type SlaTicketCause,
} from '@linewatch/shared';
import { z } from 'zod';
import { Database } from '../../database/database.js';
import type { Scope } from '../../platform/auth/scope.js';
import { Clock } from '../../platform/clock/clock.js';
import { OutageLedger } from '../outages/index.js';
import { TicketCauses, type TicketReader } from '../tickets/index.js';
import { type AgreedCircuit, AgreedTermsRepository } from './agreed-terms.repository.js';
import type { LedgerOfMonth } from './ledger-of-month.js';
import { MonthReckoner } from './month-reckoner.js';
import { PromisedMonth } from './promised-month.js';
import { closedAllowance, closedRow, ledgerView, openRow } from './sla.mapper.js';
import { SlaMonthRepository } from './sla-month.repository.js';

/** What an SLA page and a report read: closed months from their snapshot, others reckoned now. Scope first. */
@Injectable()
export class MonthLedger {
  constructor(
    private readonly database: Database,
    private readonly circuits: AgreedTermsRepository,
    private readonly reckoner: MonthReckoner,
    private readonly promised: PromisedMonth,
    private readonly months: SlaMonthRepository,
    private readonly outages: OutageLedger,
    private readonly causes: TicketCauses,
    private readonly clock: Clock,
  ) {}

  /** The months of the circuits of a scope, by id, those behind `after`. Without a month: the present one. */
  async overview(scope: Scope, { month: asked, after, limit }: SlaQuery): Promise<SlaOverview> {
    const at = this.clock.now();
    const month = asked ?? monthOf(at, 'Asia/Shanghai');
    const circuits = await this.circuits.inScope(this.database, scope, month, after ?? '', limit);
    const closed = await this.months.current(
      this.database,
      circuits.map(({ id }) => id),
      month,
    );
    const open = circuits.filter(({ id }) => !closed.has(id));
    const reckoned = await this.reckoner.reckon(this.database, open, month);
    const preliminary = new Map(reckoned.map((each) => [each.circuit.id, each]));
    const items = circuits.flatMap((circuit) => {
      const stored = closed.get(circuit.id);
      if (stored !== undefined) return closedRow(circuit, stored);
      const now = preliminary.get(circuit.id);
      return now === undefined || now.snapshot.input.life.length === 0 ? [] : openRow(now);
    });
    return {
      month,
      at: new Date(at).toISOString(),
      items,
      next: circuits.length < limit ? null : (circuits.at(-1)?.id ?? null),
    };
  }

  /**
   * The month of one circuit. @param month without one: the present one in the contract's zone
   * @throws DomainError `circuit.not-found`, `sla.revision-not-found`
   */
  async of(scope: Scope, circuitId: string, query: SlaLedgerQuery): Promise<LedgerOfMonth> {
    const circuit = await this.find(scope, circuitId, query.month);
    const month = query.month ?? monthOf(this.clock.now(), circuit.terms.timeZone);
    const revisions = await this.months.revisions(this.database, circuitId, month);
    const wanted = query.revision ?? revisions[0]?.revision;
    if (wanted === undefined) {
      const [reckoned] = await this.promised.reckon(this.database, [circuit], month);
      if (reckoned === undefined) throw notFound();
      const { snapshot, allowance } = reckoned;
      return { circuit, snapshot, closed: null, revisions: 0, allowance };
    }
    const closed = revisions.find(({ revision }) => revision === wanted);
    const snapshot = await this.months.snapshot(this.database, circuitId, month, wanted);
    if (closed === undefined || snapshot === undefined) {
      throw new DomainError('sla.revision-not-found', 'There is no such revision of this month');
    }
    const allowance = closedAllowance(closed);
    return { circuit, snapshot, closed, revisions: revisions.length, allowance };
  }

  /** @throws as `of` */
  async view(reader: TicketReader, circuitId: string, query: SlaLedgerQuery): Promise<SlaLedger> {
    const view = ledgerView(await this.of(reader.scope, circuitId, query), SLA_PIECES_SHOWN);
    return { ...view, byTicket: await this.causesOf(reader, view) };
  }

  /** Beside the month and never in it: what it was closed with stays as it is, whatever tickets say afterwards. */
  private async causesOf(
    reader: TicketReader,
    { circuitId, from, to, pieces }: Omit<SlaLedger, 'byTicket'>,
  ): Promise<SlaTicketCause[]> {
    const shown = new Set(pieces.flatMap(({ outageId, cause }) => (cause === 'UNKNOWN' ? (outageId ?? []) : [])));
    if (shown.size === 0) return [];
    const known = await this.outages.between(this.database, [circuitId], Date.parse(from), Date.parse(to));
    const open = (known.get(circuitId) ?? []).filter(
      ({ id, cause, judgementId }) => shown.has(id) && cause === 'UNKNOWN' && judgementId === null,
    );
    const causes = await this.causes.of(this.database.reader, reader, open);
    return [...causes].map(([outageId, cause]) => ({ outageId, ...cause }));
  }

  /** @throws DomainError `circuit.not-found` */
  async revisions(scope: Scope, circuitId: string, month: string | undefined): Promise<SlaRevisions> {
    const circuit = await this.find(scope, circuitId, month);
    const asked = month ?? shiftMonth(monthOf(this.clock.now(), circuit.terms.timeZone), -1);
    const stored = await this.months.revisions(this.database, circuitId, asked);
    return {
      items: stored.map(({ revision, closedAt, changed, hash, figures }) => ({
        revision,
        closedAt: new Date(closedAt).toISOString(),
        changed,
        percent: figures.contractual.percent,
        isMet: figures.isMet,
        hash,
      })),
    };
  }

  private async find(scope: Scope, id: string, month: string | undefined): Promise<AgreedCircuit> {
    // MySQL takes a text with a space at its end for the same one.
    const isId = z.uuid().safeParse(id).success;
    const asked = month ?? monthOf(this.clock.now(), 'Asia/Shanghai');
    const circuit = isId ? await this.circuits.find(this.database, scope, id, asked) : undefined;
    if (circuit === undefined) throw notFound();
    return circuit;
  }
}

function notFound(): DomainError {
  return new DomainError('circuit.not-found', 'There is no such circuit');
}
