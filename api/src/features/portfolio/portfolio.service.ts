import { Injectable } from '@nestjs/common';
import {
  compareNeeds,
  CONTRACT_NOTICE_DAYS,
  DomainError,
  isAtRisk,
  localDate,
  monthOf,
  needsOf,
  OPERATING_STATUSES,
  PORTFOLIO_SHOWN,
  type PortfolioCustomer,
  type PortfolioLine,
  type PortfolioView,
  SATISFACTION_DAYS,
} from '@linewatch/shared';
import { z } from 'zod';
import { Database } from '../../database/database.js';
import { makeScope, type Scope } from '../../platform/auth/scope.js';
import { Clock } from '../../platform/clock/clock.js';
import { Jobs } from '../../platform/jobs/jobs.js';
import { CircuitGlance } from '../circuits/index.js';
import { MinutesLeft, WARN_JOB } from '../sla/index.js';
import { groupBy } from '../telemetry/index.js';
import {
  type CallBackCounts,
  type EndingContract,
  PortfolioRepository,
  type Ratings,
  type ServedCustomer,
  type TicketCounts,
} from './portfolio.repository.js';

const DAY_MS = 86_400_000;
const NO_LINES = Object.fromEntries(OPERATING_STATUSES.map((status) => [status, 0])) as PortfolioCustomer['lines'];
const NO_TICKETS: TicketCounts = { open: 0, breached: 0, nextDueAt: null };
const NO_CALLS: CallBackCounts = { open: 0, late: 0 };
const UNRATED: Ratings = { sum: 0, count: 0 };

/** What was read of all customers, each by the customer's id. */
interface Figures {
  readonly lines: ReadonlyMap<string, PortfolioCustomer['lines']>;
  readonly faults: ReadonlyMap<string, number>;
  readonly tickets: ReadonlyMap<string, TicketCounts>;
  readonly calls: ReadonlyMap<string, CallBackCounts>;
  readonly ratings: ReadonlyMap<string, Ratings>;
  readonly contracts: ReadonlyMap<string, readonly EndingContract[]>;
  readonly endangered: ReadonlyMap<string, readonly PortfolioLine[]>;
}

/** One customer as it stands. */
export interface CustomerInNeed {
  readonly standing: PortfolioCustomer;
  readonly endangered: readonly PortfolioLine[];
}

/** Puts the customers of somebody in the order in which they need them. */
@Injectable()
export class PortfolioService {
  constructor(
    private readonly database: Database,
    private readonly portfolio: PortfolioRepository,
    private readonly circuits: CircuitGlance,
    private readonly minutes: MinutesLeft,
    private readonly jobs: Jobs,
    private readonly clock: Clock,
  ) {}

  async view(scope: Scope): Promise<PortfolioView> {
    const now = this.clock.now();
    const { counts: lines, feeds } = await this.circuits.byCustomer(scope);
    // Asked first: what is reckoned meanwhile is then newer than it is said to be.
    const minutesAt = await this.jobs.endedAt(WARN_JOB);
    const [customers, faults, tickets, calls, ratings, contracts, endangered] = await Promise.all([
      this.portfolio.customers(scope),
      this.portfolio.openFaults(scope),
      this.portfolio.openTickets(scope),
      this.portfolio.openCallBacks(scope, now),
      this.portfolio.ratings(scope, now - SATISFACTION_DAYS * DAY_MS),
      this.contracts(scope, now),
      this.endangered(scope, now),
    ]);
    const figures: Figures = { lines, faults, tickets, calls, ratings, contracts, endangered };
    const items = customers
      .map((customer) => toPortfolioCustomer(customer, figures, now))
      .sort((one, other) => compareNeeds(one.needs, other.needs));
    return {
      items: items.slice(0, PORTFOLIO_SHOWN),
      total: items.length,
      atRisk: items.filter((item) => item.isAtRisk).length,
      minutesAt: minutesAt === null ? null : new Date(minutesAt).toISOString(),
      at: new Date(now).toISOString(),
      feeds,
    };
  }

  /** @throws DomainError `customer.not-found` for one outside of the scope */
  async requireCustomer(scope: Scope, customerId: string): Promise<void> {
    // MySQL takes an id with spaces at its end for the id itself.
    const isId = z.uuid().safeParse(customerId).success;
    if (isId && (await this.portfolio.hasCustomer(scope, customerId))) return;
    throw new DomainError('customer.not-found', 'There is no such customer');
  }

  /** One customer with all of its endangered circuits. @throws DomainError `customer.not-found` */
  async one(scope: Scope, customerId: string): Promise<CustomerInNeed> {
    await this.requireCustomer(scope, customerId);
    const own = makeScope({ kind: 'customer', customerId });
    const [{ items }, endangered] = await Promise.all([this.view(own), this.endangered(own, this.clock.now())]);
    const [standing] = items;
    if (standing === undefined) throw new DomainError('customer.not-found', 'There is no such customer');
    return { standing, endangered: endangered.get(customerId) ?? [] };
  }

  private async contracts(scope: Scope, now: number): Promise<ReadonlyMap<string, readonly EndingContract[]>> {
    // No zone is further than a day from another: what is too much is sorted out by the customer's own date.
    const [from, to] = [now - DAY_MS, now + (CONTRACT_NOTICE_DAYS + 1) * DAY_MS].map((at) => localDate(at, 'UTC'));
    const rows = await this.portfolio.endingContracts(scope, from ?? '', to ?? '');
    return groupBy(rows, ({ customerId }) => customerId);
  }

  /** Circuits that have lost half of their minutes or more, by customer, the tightest first. */
  private async endangered(scope: Scope, now: number): Promise<ReadonlyMap<string, readonly PortfolioLine[]>> {
    const months = [now - DAY_MS, now + DAY_MS].map((at) => monthOf(at, 'UTC'));
    const warned = await this.portfolio.warnedLines(scope, [...new Set(months)]);
    const left = await this.minutes.of(
      this.database,
      warned.map(({ circuitId }) => circuitId),
      now,
    );
    const lines = warned.flatMap(({ customerId, ...line }) => {
      const allowance = left.get(line.circuitId);
      if (allowance === undefined || allowance.usedS * 2 < allowance.allowedS) return [];
      return [{ customerId, line: { ...line, allowedS: allowance.allowedS, leftS: allowance.leftS } }];
    });
    lines.sort((one, other) => one.line.leftS - other.line.leftS);
    const own = groupBy(lines, ({ customerId }) => customerId);
    return new Map([...own].map(([id, each]) => [id, each.map(({ line }) => line)]));
  }
}

function toPortfolioCustomer(customer: ServedCustomer, figures: Figures, now: number): PortfolioCustomer {
  const { id, code, nameZh, nameEn, grade, timeZone } = customer;
  const lines = figures.lines.get(id) ?? NO_LINES;
  const openFaults = figures.faults.get(id) ?? 0;
  const tickets = figures.tickets.get(id) ?? NO_TICKETS;
  const calls = figures.calls.get(id) ?? NO_CALLS;
  const ratings = figures.ratings.get(id) ?? UNRATED;
  const endangered = figures.endangered.get(id) ?? [];
  const tightest = endangered[0] ?? null;
  const missedLines = endangered.filter(({ leftS }) => leftS < 0).length;
  const contracts = endingSoon(figures.contracts.get(id) ?? [], localDate(now, timeZone));
  const needs = needsOf({
    ...{ down: lines.failed, degraded: lines.degraded, unknown: lines.unknown, openFaults },
    ...{ openTickets: tickets.open, breachedTickets: tickets.breached },
    ...{ openCallBacks: calls.open, lateCallBacks: calls.late },
    ...{ missedLines, tightest, ratings, contractEndsInDays: contracts[0]?.days ?? null },
  });
  return {
    ...{ id, code, nameZh, nameEn, grade, lines, openFaults },
    ...{ openTickets: tickets.open, breachedTickets: tickets.breached },
    nextDueAt: tickets.nextDueAt === null ? null : new Date(tickets.nextDueAt).toISOString(),
    ...{ openCallBacks: calls.open, lateCallBacks: calls.late, tightest, missedLines, contracts, needs },
    satisfaction: {
      mean: ratings.count === 0 ? null : Math.floor((ratings.sum * 10) / ratings.count),
      count: ratings.count,
    },
    isAtRisk: isAtRisk(needs),
  };
}

/** @param today ISO date where the customer is */
function endingSoon(contracts: readonly EndingContract[], today: string): PortfolioCustomer['contracts'] {
  return contracts
    .map(({ id, number, validTo }) => ({ id, number, validTo, days: daysBetween(today, validTo) }))
    .filter(({ days }) => days >= 0 && days <= CONTRACT_NOTICE_DAYS);
}

function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);
}
