import { Injectable } from '@nestjs/common';
import {
  monthPeriod,
  type OutageView,
  REPORT_ROWS_MOST,
  type ReportCircuit,
  type ReportNumbers,
  shiftMonth,
  type SlaRow,
} from '@linewatch/shared';
import { Database } from '../../database/database.js';
import { makeScope, type Scope } from '../../platform/auth/scope.js';
import { Clock } from '../../platform/clock/clock.js';
import { OutagesService } from '../outages/index.js';
import { MonthLedger, SpecificationRepository } from '../sla/index.js';
import { SamplesService } from '../telemetry/index.js';
import { TicketFacts } from '../tickets/index.js';
import { circuitOf, normsOf, summaryOf, ticketOf } from './report-numbers.js';
import { ReportRepository } from './report.repository.js';

/** The zone of a report's month; each circuit's availability goes by the zone of its contract. */
const ZONE = 'Asia/Shanghai';
const ROWS_A_READ = 500;
/** Only the sums over the whole month are wanted. */
const POINTS = 10;

interface Span {
  readonly from: number;
  readonly to: number;
}

/** Gathers the one set of numbers of a customer's month from those who know them. */
@Injectable()
export class ReportSources {
  constructor(
    private readonly database: Database,
    private readonly ledger: MonthLedger,
    private readonly specifications: SpecificationRepository,
    private readonly outages: OutagesService,
    private readonly tickets: TicketFacts,
    private readonly samples: SamplesService,
    private readonly reports: ReportRepository,
    private readonly clock: Clock,
  ) {}

  /** @param signal stops between two circuits */
  async gather(customerId: string, month: string, signal: AbortSignal): Promise<ReportNumbers> {
    const scope = makeScope({ kind: 'customer', customerId });
    const span = monthPeriod(month, ZONE);
    const customer = await this.reports.customer(scope, customerId);
    if (customer === undefined) throw new Error('the customer of the report is gone');
    const rows = await this.months(scope, month);
    const before = await this.months(scope, shiftMonth(month, -1));
    const circuits = await this.circuits(scope, rows, before, span, signal);
    const outages = await this.outagesIn(scope, span);
    const works = await this.reports.works(scope, span.from, span.to);
    const ids = rows.map(({ circuitId }) => circuitId);
    const facts = await this.tickets.between(
      { query: (sql, values) => this.database.read(sql, values) },
      ids,
      span.from,
      span.to,
    );
    const own = facts.filter((fact) => fact.customerId === customerId);
    const counts = { outages: outages.length, works: works.length, tickets: own.length };
    return {
      rule: 1,
      customer,
      month,
      from: iso(span.from),
      to: iso(span.to),
      timeZone: ZONE,
      isPreliminary: rows.length === 0 ? this.clock.now() < span.to : rows.some(({ revision }) => revision === 0),
      summary: summaryOf(circuits, before, {
        ...counts,
        outageS: outages.reduce((sum, each) => sum + each.seconds, 0),
      }),
      circuits,
      outages: outages.slice(0, REPORT_ROWS_MOST),
      works: works.slice(0, REPORT_ROWS_MOST),
      tickets: own.slice(0, REPORT_ROWS_MOST).map(ticketOf),
      norms: normsOf(own),
      terms: await this.terms(scope, month),
    };
  }

  private async months(scope: Scope, month: string): Promise<SlaRow[]> {
    const rows: SlaRow[] = [];
    let after: string | null = null;
    do {
      const query = { month, limit: ROWS_A_READ, ...(after !== null && { after }) };
      const part = await this.ledger.overview(scope, query);
      rows.push(...part.items);
      after = part.next;
    } while (after !== null);
    return rows;
  }

  private async circuits(
    scope: Scope,
    rows: readonly SlaRow[],
    before: readonly SlaRow[],
    span: Span,
    signal: AbortSignal,
  ): Promise<ReportCircuit[]> {
    const earlier = new Map(before.map((row) => [row.circuitId, row]));
    const circuits: ReportCircuit[] = [];
    for (const row of rows) {
      signal.throwIfAborted();
      // One circuit's month is thousands of roll-ups: they are read circuit by circuit and let go of.
      const ofA = await this.samples.series(scope, row.circuitId, { ...span, side: 'A', points: POINTS });
      const series =
        ofA.coverage > 0
          ? ofA
          : await this.samples.series(scope, row.circuitId, { ...span, side: 'Z', points: POINTS });
      circuits.push(circuitOf(row, earlier.get(row.circuitId), series));
    }
    return circuits;
  }

  private async outagesIn(scope: Scope, { from, to }: Span): Promise<ReportNumbers['outages']> {
    const found: OutageView[] = [];
    let cursor: string | null = null;
    do {
      const query = { from, to, limit: ROWS_A_READ, ...(cursor !== null && { cursor }) };
      const page = await this.outages.list(scope, query);
      found.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor !== null);
    const now = this.clock.now();
    return found
      .map(({ id, circuitCode, circuitName, from: began, to: ended, cause, responsibility, comment }) => ({
        ...{ id, circuitCode, circuitName, from: began, to: ended },
        seconds: secondsWithin(Date.parse(began), ended === null ? now : Date.parse(ended), { from, to }),
        ...{ cause, responsibility, comment },
      }))
      .sort((one, other) => (one.from === other.from ? (one.id < other.id ? -1 : 1) : one.from < other.from ? -1 : 1));
  }

  private async terms(scope: Scope, month: string): Promise<ReportNumbers['terms']> {
    const specifications = await this.specifications.list(this.database, scope);
    const inForce = new Map<string, (typeof specifications)[number]>();
    // Newest first: the first of a contract that began by this month is the one that holds.
    for (const each of specifications) {
      if (each.validFrom <= month && !inForce.has(each.contractId)) inForce.set(each.contractId, each);
    }
    return [...inForce.values()].map(({ name, timeZone, noDataPolicy, denominator, minOutageS }) => ({
      ...{ name, timeZone, noDataPolicy, denominator, minOutageS },
    }));
  }
}

function secondsWithin(began: number, ended: number, { from, to }: Span): number {
  return Math.max(0, Math.floor((Math.min(ended, to) - Math.max(began, from)) / 1_000));
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
