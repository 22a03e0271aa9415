import { Injectable } from '@nestjs/common';
import {
  daysOf,
  DomainError,
  isCustomerRole,
  localDate,
  monthParts,
  monthPeriod,
  REPORT_DAYS_MOST,
  type DateSpan,
  type ReportRequest,
  type Role,
} from '@linewatch/shared';
import type { Scope } from '../../platform/auth/scope.js';
import { Clock } from '../../platform/clock/clock.js';
import { InvalidRequest } from '../../platform/errors/invalid-request.js';
import { ReportFactsRepository } from './report-facts.repository.js';
import { isWeek, REPORT_ZONE } from './report-periods.js';
import type { ReportWish, StoredPart } from './report.repository.js';

/** Readings, outages and months of a time before this are nowhere. */
const EARLIEST = '2000-01-01';

/** What somebody asks a report of, when it is theirs to ask. */
@Injectable()
export class ReportWishes {
  constructor(
    private readonly facts: ReportFactsRepository,
    private readonly clock: Clock,
  ) {}

  /**
   * @throws DomainError `customer.not-found`, `site.not-found`, `circuit.not-found`; InvalidRequest for dates that are
   * none, too many, or have not begun
   */
  async of(scope: Scope, role: Role, { customerId, month, dates, site, circuits }: ReportRequest): Promise<ReportWish> {
    const span = dates ?? wholeMonth(month ?? '');
    this.expectDates(span);
    const customer = await this.facts.customer(scope, customerId);
    if (customer === undefined) throw new DomainError('customer.not-found', 'There is no such customer');
    const part = await this.partOf(scope, customerId, site, circuits);
    // A month that is asked for by its dates is that month.
    const [first, ...others] = monthParts(span);
    const isMonth = first?.days === null && others.length === 0;
    const kind = part === null ? kindOf(span, isMonth) : 'RANGE';
    return {
      ...{ customerId, month: span.from.slice(0, 7), dates: isMonth ? null : span, part },
      kind: isCustomerRole(role) ? 'ADHOC' : kind,
    };
  }

  private expectDates(span: DateSpan): void {
    const field = 'dates';
    const days = daysOf(span);
    if (days < 1) throw new InvalidRequest([{ field, reason: 'before-begin' }]);
    if (days > REPORT_DAYS_MOST) throw new InvalidRequest([{ field, reason: 'too-long' }]);
    if (span.from < EARLIEST) throw new InvalidRequest([{ field, reason: 'too-early' }]);
    if (span.from > localDate(this.clock.now(), REPORT_ZONE)) {
      throw new InvalidRequest([{ field, reason: 'too-late' }]);
    }
  }

  private async partOf(
    scope: Scope,
    customerId: string,
    site: string | undefined,
    circuits: readonly string[] | undefined,
  ): Promise<StoredPart | null> {
    if (site !== undefined) {
      const found = await this.facts.site(scope, customerId, site);
      if (found === undefined) throw new DomainError('site.not-found', 'There is no such site');
      return { site: found, circuitIds: null };
    }
    if (circuits === undefined) return null;
    const wanted = new Set(circuits);
    const circuitIds = await this.facts.circuits(scope, customerId, [...wanted]);
    if (circuitIds.length < wanted.size) throw new DomainError('circuit.not-found', 'There is no such circuit');
    return { site: null, circuitIds };
  }
}

function kindOf(span: DateSpan, isMonth: boolean): ReportWish['kind'] {
  if (isMonth) return 'MONTHLY';
  return isWeek(span) ? 'WEEKLY' : 'RANGE';
}

function wholeMonth(month: string): DateSpan {
  const { to } = monthPeriod(month, REPORT_ZONE);
  return { from: `${month}-01`, to: localDate(to - 1, REPORT_ZONE) };
}
