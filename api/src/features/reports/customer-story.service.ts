import { Injectable } from '@nestjs/common';
import {
  type CustomerStory,
  DomainError,
  localDate,
  monthPeriod,
  ReportAdvice,
  ReportNumbers,
  type SlaRow,
  STORY_SHOWN,
} from '@linewatch/shared';
import { z } from 'zod';
import { Database } from '../../database/database.js';
import { AuditTrail } from '../../platform/audit/audit-trail.js';
import { makeScope, type Scope } from '../../platform/auth/scope.js';
import { Clock } from '../../platform/clock/clock.js';
import { InvalidRequest } from '../../platform/errors/invalid-request.js';
import { type TicketFact, TicketSatisfaction } from '../tickets/index.js';
import { ReportAdviser } from './report-advice.js';
import { satisfactionOf } from './report-experience.js';
import { ReportFactsRepository } from './report-facts.repository.js';
import { isKept, normsOf, ticketOf, togetherOf } from './report-numbers.js';
import { REPORT_ZONE } from './report-periods.js';
import { ReportSources } from './report-sources.js';
import { ReportRepository } from './report.repository.js';

type Outage = ReportNumbers['outages'][number];
type Repairs = Awaited<ReturnType<ReportFactsRepository['repairs']>>;

/** What a month was like at a customer, gathered for the talk with it while somebody waits: without its readings. */
@Injectable()
export class CustomerStoryService {
  constructor(
    private readonly database: Database,
    private readonly sources: ReportSources,
    private readonly facts: ReportFactsRepository,
    private readonly adviser: ReportAdviser,
    private readonly satisfaction: TicketSatisfaction,
    private readonly reports: ReportRepository,
    private readonly clock: Clock,
    private readonly audit: AuditTrail,
  ) {}

  /** @throws DomainError `customer.not-found`; InvalidRequest for a month that has not begun */
  async of(asker: Scope, id: string, asked: string | undefined): Promise<CustomerStory> {
    // MySQL takes a text with a space at its end for the same one.
    const customer = z.uuid().safeParse(id).success ? await this.facts.customer(asker, id) : undefined;
    if (customer === undefined) throw new DomainError('customer.not-found', 'There is no such customer');
    const now = this.clock.now();
    const present = localDate(now, REPORT_ZONE).slice(0, 7);
    const month = asked ?? present;
    if (month > present) throw new InvalidRequest([{ field: 'month', reason: 'too-late' }]);
    const span = monthPeriod(month, REPORT_ZONE);
    const scope = makeScope({ kind: 'customer', customerId: customer.id });
    const { signal } = new AbortController();
    const rows = await this.sources.rows(scope, month, null, signal);
    const before = await this.sources.rowsBefore(scope, month, null, signal);
    const outages = await this.sources.outagesIn(scope, span, () => true);
    const works = await this.facts.works(scope, span, null);
    const tickets = await this.sources.ticketsOf(customer.id, rows, span);
    const norms = normsOf(tickets);
    const circuits = rows.map((row) => ({ ...row, isMet: isKept(row), traffic: { utilisation: null } }));
    const advice = await this.adviser.advise(scope, { circuits, rows, outages, norms }, Math.min(span.to, now), signal);
    const told = await this.toldOfLoad(customer.id, month);
    const risks = z.array(ReportAdvice).parse([...advice, ...told.advice]);
    const ratings = await this.satisfaction.of(
      this.sources.reader(),
      tickets.map((ticket) => ticket.id),
    );
    const object = { type: 'customer', id: customer.id, name: month };
    this.audit.look({ action: 'customer.story-viewed', customerId: customer.id, object });
    return {
      ...{ customer, month, timeZone: REPORT_ZONE, isRunning: now < span.to, reportId: told.reportId },
      availability: availabilityOf(rows, before),
      outages: {
        count: outages.length,
        seconds: outages.reduce((sum, { seconds }) => sum + seconds, 0),
        worst: await this.worstOf(scope, outages, tickets, rows),
      },
      tickets: ticketsOf(tickets, norms),
      works: { count: works.length, items: works.slice(0, STORY_SHOWN) },
      ...{ satisfaction: satisfactionOf(ratings), risks, lines: namedLines(rows, risks) },
    };
  }

  /** The load of lines is reckoned from their readings, which is a report's work: what the one of the month found. */
  private async toldOfLoad(
    customerId: string,
    month: string,
  ): Promise<{ readonly reportId: string | null; readonly advice: ReportAdvice[] }> {
    const report = await this.reports.ofPeriod(customerId, month, null);
    const text = report === undefined ? null : await this.reports.numbers(report.id);
    if (report === undefined || text === null) return { reportId: null, advice: [] };
    const { advice = [] } = ReportNumbers.parse(JSON.parse(text));
    const ofLoad = advice.filter(({ kind }) => kind === 'CAPACITY_FULL' || kind === 'CAPACITY_SOON');
    return { reportId: report.id, advice: ofLoad };
  }

  /** The longest, each with what the ticket that was open with it found and did. */
  private async worstOf(
    scope: Scope,
    outages: readonly Outage[],
    tickets: readonly TicketFact[],
    rows: readonly SlaRow[],
  ): Promise<CustomerStory['outages']['worst']> {
    const lines = new Map(rows.map((row) => [row.code, row]));
    const worst = outages.toSorted((one, other) => other.seconds - one.seconds).slice(0, STORY_SHOWN);
    const about = worst.flatMap((outage) => {
      const line = lines.get(outage.circuitCode);
      return line === undefined ? [] : [{ outage, line, ticket: ticketOfOutage(outage, line.circuitId, tickets) }];
    });
    const repairs = await this.facts.repairs(
      scope,
      about.flatMap(({ ticket }) => ticket?.id ?? []),
    );
    return about.map(({ outage, line, ticket }) => ({
      ...{ id: outage.id, circuitId: line.circuitId, circuitName: line.alias ?? line.name },
      ...{ from: outage.from, to: outage.to, seconds: outage.seconds, comment: outage.comment },
      ...causeOf(outage),
      repair: repairOf(ticket, repairs),
    }));
  }
}

/** The ticket whose word is told of an outage, else the one about its line that was open at some moment of it. */
function ticketOfOutage(
  { from, to, byTicket }: Outage,
  circuitId: string,
  tickets: readonly TicketFact[],
): TicketFact | undefined {
  const ended = to === null ? Number.POSITIVE_INFINITY : Date.parse(to);
  const told = tickets.find(({ number }) => number === byTicket?.number);
  if (told !== undefined) return told;
  return tickets.find(
    ({ circuitIds, reportedAt, restoredAt }) =>
      circuitIds.includes(circuitId) && reportedAt <= ended && (restoredAt ?? ended) >= Date.parse(from),
  );
}

/** What the NOC judged of the outage comes first, also that nobody knows; `byTicket` is only there without it. */
function causeOf({ cause, byTicket }: Outage): Pick<CustomerStory['outages']['worst'][number], 'cause' | 'causeBy'> {
  return byTicket === undefined ? { cause, causeBy: 'OUTAGE' } : { cause: byTicket.cause, causeBy: 'TICKET' };
}

function repairOf(
  ticket: TicketFact | undefined,
  repairs: Repairs,
): CustomerStory['outages']['worst'][number]['repair'] {
  if (ticket === undefined) return null;
  const { found = null, done = null } = repairs.get(ticket.id) ?? {};
  return { id: ticket.id, number: ticket.number, found, done };
}

function availabilityOf(rows: readonly SlaRow[], before: readonly SlaRow[]): CustomerStory['availability'] {
  const missed = rows.filter((row) => isKept(row) === false);
  const percentOf = ({ contractual }: SlaRow): number => Number(contractual.percent ?? 100);
  return {
    percent: togetherOf(rows.map(({ contractual }) => contractual)),
    beforePercent: togetherOf(before.map(({ contractual }) => contractual)),
    circuits: rows.length,
    met: rows.filter((row) => isKept(row) === true).length,
    missed: missed.length,
    lowest: missed
      .toSorted((one, other) => percentOf(one) - percentOf(other))
      .slice(0, STORY_SHOWN)
      .map(({ circuitId, name, alias, contractual, target }) => ({
        ...{ circuitId, name: alias ?? name, percent: contractual.percent, target: target ?? '' },
      })),
  };
}

function ticketsOf(tickets: readonly TicketFact[], norms: ReportNumbers['norms']): CustomerStory['tickets'] {
  const late = tickets.map(ticketOf).filter(({ missed }) => missed.length > 0);
  const lateOnes = late.slice(0, STORY_SHOWN).map(({ id, number, missed }) => ({ id, number, missed }));
  return { restored: tickets.length, late: late.length, norms, lateOnes };
}

function namedLines(rows: readonly SlaRow[], risks: readonly ReportAdvice[]): CustomerStory['lines'] {
  const named = new Set(risks.flatMap((risk) => ('code' in risk ? risk.code : [])));
  return rows
    .filter(({ code }) => named.has(code))
    .map(({ circuitId, code, name, alias }) => ({ circuitId, code, name, alias }));
}
