import { Injectable } from '@nestjs/common';
import {
  clipIntervals,
  contractTime,
  coveredMs,
  DomainError,
  type Interval,
  intersectIntervals,
  localDate,
  monthOf,
  monthPeriod,
  periodAround,
  type SlaYear,
  type SlaYearQuery,
} from '@linewatch/shared';
import { z } from 'zod';
import { Database } from '../../database/database.js';
import type { Scope } from '../../platform/auth/scope.js';
import { Clock } from '../../platform/clock/clock.js';
import { AgreedTermsRepository } from './agreed-terms.repository.js';
import { MonthReckoner } from './month-reckoner.js';
import { SlaMonthRepository } from './sla-month.repository.js';
import type { Snapshot } from './snapshot.js';

interface Day {
  readonly date: string;
  readonly scheduledS: number;
  readonly downS: number;
  readonly excludedS: number;
  readonly unknownS: number;
}

/** The days of a circuit's year, from its months as they were closed, or as they stand. */
@Injectable()
export class YearOfCircuit {
  constructor(
    private readonly database: Database,
    private readonly circuits: AgreedTermsRepository,
    private readonly reckoner: MonthReckoner,
    private readonly months: SlaMonthRepository,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError `circuit.not-found` */
  async view(scope: Scope, circuitId: string, { year: asked }: SlaYearQuery): Promise<SlaYear> {
    const present = monthOf(this.clock.now(), 'Asia/Shanghai');
    const year = asked ?? Number(present.slice(0, 4));
    const isId = z.uuid().safeParse(circuitId).success;
    const circuit = isId ? await this.circuits.find(this.database, scope, circuitId, present) : undefined;
    if (circuit === undefined) throw new DomainError('circuit.not-found', 'There is no such circuit');
    const names = Array.from({ length: 12 }, (_, index) => `${String(year)}-${String(index + 1).padStart(2, '0')}`);
    const closed = await this.months.ofCircuit(this.database, circuitId, `${String(year)}-01`, `${String(year)}-12`);
    const byMonth = new Map(closed.map((each) => [each.month, each]));
    const days: Day[] = [];
    const months: SlaYear['months'] = [];
    for (const month of names.filter((name) => name <= present)) {
      const stored = byMonth.get(month);
      const snapshot = await this.snapshot(scope, circuitId, month, stored?.revision);
      if (snapshot === undefined || snapshot.input.life.length === 0) continue;
      const { contractual, isMet } = snapshot.figures;
      months.push({ month, percent: contractual.percent, isMet, revision: stored?.revision ?? 0 });
      days.push(...daysOf(snapshot));
    }
    return {
      year,
      timeZone: circuit.terms.timeZone,
      date: days.map(({ date }) => date),
      scheduledS: days.map(({ scheduledS }) => scheduledS),
      downS: days.map(({ downS }) => downS),
      excludedS: days.map(({ excludedS }) => excludedS),
      unknownS: days.map(({ unknownS }) => unknownS),
      months,
    };
  }

  private async snapshot(
    scope: Scope,
    circuitId: string,
    month: string,
    revision: number | undefined,
  ): Promise<Snapshot | undefined> {
    if (revision !== undefined) return this.months.snapshot(this.database, circuitId, month, revision);
    const circuit = await this.circuits.find(this.database, scope, circuitId, month);
    if (circuit === undefined) return undefined;
    return (await this.reckoner.reckon(this.database, [circuit], month))[0]?.snapshot;
  }
}

/** The days of a month that the circuit lived, by one walk over its pieces. */
function daysOf({ month, terms, input, pieces }: Snapshot): Day[] {
  const period = monthPeriod(month, terms.timeZone);
  const counted = contractTime(terms, period);
  const days: Day[] = [];
  let first = 0;
  for (let at = period.from; at < period.to;) {
    const date = localDate(at, terms.timeZone);
    const day = periodAround('DAY', date, terms.timeZone);
    while ((pieces[first]?.to ?? Number.POSITIVE_INFINITY) <= day.from) first += 1;
    const own: (Interval & { readonly kind: string })[] = [];
    for (let index = first; (pieces[index]?.from ?? Number.POSITIVE_INFINITY) < day.to; index += 1) {
      const piece = pieces[index];
      if (piece !== undefined) own.push(piece);
    }
    const of = (kind: string): number =>
      Math.round(
        coveredMs(
          clipIntervals(
            own.filter((piece) => piece.kind === kind),
            day,
          ),
        ) / 1_000,
      );
    const lived = clipIntervals(input.life, day);
    const scheduledS = Math.round(coveredMs(intersectIntervals(counted, lived)) / 1_000);
    if (lived.length > 0) {
      days.push({ date, scheduledS, downS: of('down'), excludedS: of('excluded'), unknownS: of('unknown') });
    }
    at = day.to;
  }
  return days;
}
