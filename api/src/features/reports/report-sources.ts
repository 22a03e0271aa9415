import { Injectable } from '@nestjs/common';
import {
  type DateSpan,
  localDate,
  monthPeriod,
  type OutageView,
  REPORT_ROWS_MOST,
  type ReportCircuit,
  type ReportNumbers,
  type ReportPart,
  type SlaRow,
  spanBefore,
  spanInstants,
} from '@linewatch/shared';
import { Database, type SqlValue } from '../../database/database.js';
import { iso } from '../../database/instants.js';
import { makeScope, type Scope } from '../../platform/auth/scope.js';
import { Clock } from '../../platform/clock/clock.js';
import { OutagesService } from '../outages/index.js';
import { RangeLedger, RangeQuality, SpecificationRepository } from '../sla/index.js';
import { SamplesService } from '../telemetry/index.js';
import { type SqlReader, type TicketFact, TicketFacts, TicketSatisfaction } from '../tickets/index.js';
import { ReportAdviser } from './report-advice.js';
import { qualityOf, satisfactionOf } from './report-experience.js';
import { circuitOf, normsOf, summaryOf, ticketOf } from './report-numbers.js';
import { ReportFactsRepository } from './report-facts.repository.js';
import { REPORT_ZONE } from './report-periods.js';
import type { ReportWish, StoredPart } from './report.repository.js';

const ROWS_A_READ = 500;
/** Only the sums over the whole month are wanted. */
const POINTS = 10;

/** Told of each circuit that is done. */
export type Progress = (done: number, total: number) => Promise<void>;

interface Span {
  readonly from: number;
  readonly to: number;
}

/** Gathers the one set of numbers of a customer's period from those who know them. */
@Injectable()
export class ReportSources {
  constructor(
    private readonly database: Database,
    private readonly ledger: RangeLedger,
    private readonly quality: RangeQuality,
    private readonly specifications: SpecificationRepository,
    private readonly outages: OutagesService,
    private readonly tickets: TicketFacts,
    private readonly satisfaction: TicketSatisfaction,
    private readonly samples: SamplesService,
    private readonly facts: ReportFactsRepository,
    private readonly adviser: ReportAdviser,
    private readonly clock: Clock,
  ) {}

  /**
   * @param progress told after each circuit; what it throws ends the gathering
   * @param signal stops between two circuits
   */
  async gather(wish: ReportWish, progress: Progress, signal: AbortSignal): Promise<ReportNumbers> {
    const { customerId, month, dates, part } = wish;
    const whole = makeScope({ kind: 'customer', customerId });
    const site = part?.site ?? null;
    const scope = site === null ? whole : makeScope({ kind: 'sites', customerId, siteIds: [site.id] });
    const span = dates === null ? monthPeriod(month, REPORT_ZONE) : spanInstants(dates, REPORT_ZONE);
    const customer = await this.facts.customer(whole, customerId);
    if (customer === undefined) throw new Error('the customer of the report is gone');
    const chosen = part?.circuitIds ?? null;
    const isChosen = (circuitId: string): boolean => chosen === null || chosen.includes(circuitId);
    const rows = (await this.rows(scope, month, dates, signal)).filter(({ circuitId }) => isChosen(circuitId));
    const before = await this.rowsBefore(scope, month, dates, signal);
    const earlier = before.filter(({ circuitId }) => isChosen(circuitId));
    const circuits = await this.circuits(scope, rows, earlier, span, progress, signal);
    const outages = await this.outagesIn(scope, span, isChosen);
    const works = await this.facts.works(scope, span, chosen);
    const own = await this.ticketsOf(customerId, rows, span);
    const measured = await this.quality.of(scope, dates ?? daysOfMonth(month), signal);
    const ratings = await this.satisfaction.of(
      this.reader(),
      own.map(({ id }) => id),
    );
    const norms = normsOf(own);
    const end = Math.min(span.to, this.clock.now());
    const advice = await this.adviser.advise(scope, { circuits, rows, outages, norms }, end, signal);
    const counts = { outages: outages.length, works: works.length, tickets: own.length };
    return {
      rule: 1,
      customer,
      month,
      ...(dates !== null && { dates }),
      ...(part !== null && { part: shownPart(part) }),
      from: iso(span.from),
      to: iso(span.to),
      timeZone: REPORT_ZONE,
      isPreliminary: rows.length === 0 ? this.clock.now() < span.to : rows.some(({ revision }) => revision === 0),
      summary: summaryOf(circuits, earlier, {
        ...counts,
        outageS: outages.reduce((sum, each) => sum + each.seconds, 0),
      }),
      circuits,
      outages: outages.slice(0, REPORT_ROWS_MOST),
      works: works.slice(0, REPORT_ROWS_MOST),
      tickets: own.slice(0, REPORT_ROWS_MOST).map(ticketOf),
      norms,
      advice,
      quality: measured.filter(({ circuit }) => isChosen(circuit.id)).map(qualityOf),
      satisfaction: satisfactionOf(ratings),
      terms: await this.terms(whole, dates === null ? month : dates.to.slice(0, 7)),
    };
  }

  rows(scope: Scope, month: string, dates: DateSpan | null, signal: AbortSignal): Promise<SlaRow[]> {
    return this.ledger.of(scope, dates ?? daysOfMonth(month), signal);
  }

  rowsBefore(scope: Scope, month: string, dates: DateSpan | null, signal: AbortSignal): Promise<SlaRow[]> {
    return this.ledger.of(scope, spanBefore(dates ?? daysOfMonth(month)), signal);
  }

  async ticketsOf(customerId: string, rows: readonly SlaRow[], { from, to }: Span): Promise<TicketFact[]> {
    const ids = rows.map(({ circuitId }) => circuitId);
    const facts = await this.tickets.between(this.reader(), ids, from, to);
    return facts.filter((fact) => fact.customerId === customerId);
  }

  reader(): SqlReader {
    return { query: <Row>(sql: string, values?: readonly SqlValue[]) => this.database.read<Row>(sql, values) };
  }

  private async circuits(
    scope: Scope,
    rows: readonly SlaRow[],
    before: readonly SlaRow[],
    span: Span,
    progress: Progress,
    signal: AbortSignal,
  ): Promise<ReportCircuit[]> {
    const earlier = new Map(before.map((row) => [row.circuitId, row]));
    const circuits: ReportCircuit[] = [];
    for (const row of rows) {
      signal.throwIfAborted();
      // One circuit's readings are thousands of roll-ups: they are read circuit by circuit and let go of.
      const ofA = await this.samples.series(scope, row.circuitId, { ...span, side: 'A', points: POINTS });
      const series =
        ofA.coverage > 0
          ? ofA
          : await this.samples.series(scope, row.circuitId, { ...span, side: 'Z', points: POINTS });
      circuits.push(circuitOf(row, earlier.get(row.circuitId), series));
      await progress(circuits.length, rows.length);
    }
    return circuits;
  }

  async outagesIn(
    scope: Scope,
    { from, to }: Span,
    isChosen: (circuitId: string) => boolean,
  ): Promise<ReportNumbers['outages']> {
    const found: OutageView[] = [];
    let cursor: string | null = null;
    do {
      const query = { from, to, limit: ROWS_A_READ, ...(cursor !== null && { cursor }) };
      // Whose report it is sees all of its tickets in it.
      const page = await this.outages.list({ scope, role: 'ACCOUNT_MANAGER' }, query);
      found.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor !== null);
    const now = this.clock.now();
    return found
      .filter(({ circuitId }) => isChosen(circuitId))
      .map(({ id, circuitCode, circuitName, from: began, to: ended, cause, responsibility, comment, byTicket }) => ({
        ...{ id, circuitCode, circuitName, from: began, to: ended },
        seconds: secondsWithin(Date.parse(began), ended === null ? now : Date.parse(ended), { from, to }),
        ...{ cause, responsibility, comment },
        ...(byTicket !== null && { byTicket: { number: byTicket.number, cause: byTicket.cause } }),
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

function daysOfMonth(month: string): DateSpan {
  const { to } = monthPeriod(month, REPORT_ZONE);
  return { from: `${month}-01`, to: localDate(to - 1, REPORT_ZONE) };
}

/** What the page and the files say of the lines that were chosen. */
export function shownPart({ site, circuitIds }: StoredPart): ReportPart {
  return {
    site: site === null ? null : { nameZh: site.nameZh, nameEn: site.nameEn },
    circuits: circuitIds?.length ?? null,
  };
}

function secondsWithin(began: number, ended: number, { from, to }: Span): number {
  return Math.max(0, Math.floor((Math.min(ended, to) - Math.max(began, from)) / 1_000));
}
