import { Inject, Injectable } from '@nestjs/common';
import {
  contractTime,
  hasQualityTarget,
  type Interval,
  intersectIntervals,
  type Quality,
  reckonNorm,
  reckonQuality,
  subtractIntervals,
  targetOf,
} from '@linewatch/shared';
import { ENV } from '../../config/env.token.js';
import { type RowSource, rowsOf } from '../../database/row-source.js';
import { Clock } from '../../platform/clock/clock.js';
import type { KeptDays } from '../telemetry/index.js';
import { TicketFacts } from '../tickets/index.js';
import type { AgreedCircuit } from './agreed-terms.repository.js';
import { MonthReckoner, type Reckoning } from './month-reckoner.js';
import { QualityRepository } from './quality.repository.js';
import { SlaMonthRepository } from './sla-month.repository.js';
import type { CountedTicket, Snapshot } from './snapshot.js';

const DAY_MS = 86_400_000;

/**
 * Months with everything that contracts promise: availability, and where it is agreed what probes measured and how
 * tickets were handled. What a month is closed from; lists and warnings need the availability alone.
 */
@Injectable()
export class PromisedMonth {
  constructor(
    private readonly reckoner: MonthReckoner,
    private readonly measured: QualityRepository,
    private readonly tickets: TicketFacts,
    private readonly months: SlaMonthRepository,
    private readonly clock: Clock,
    @Inject(ENV) private readonly kept: Pick<KeptDays, 'RETAIN_5M_DAYS'>,
  ) {}

  /** @param circuits at most some hundreds, chosen by a scope before; @returns in their order */
  async reckon(reader: RowSource, circuits: readonly AgreedCircuit[], month: string): Promise<Reckoning[]> {
    const reckoned = await this.reckoner.reckon(reader, circuits, month);
    const tickets = await this.countedTickets(reader, reckoned);
    const points = await this.measured.points(
      reader,
      reckoned.filter(({ circuit }) => hasQualityTarget(circuit.terms)).map(({ circuit }) => circuit.id),
    );
    const promised: Reckoning[] = [];
    // One after the other: the measurements of a circuit's month are thousands of rows, which are let go of.
    for (const each of reckoned) {
      const quality = await this.quality(reader, each, points.get(each.circuit.id) ?? []);
      promised.push({
        ...each,
        snapshot: promisedSnapshot(each.snapshot, quality, tickets.get(each.circuit.id) ?? []),
      });
    }
    return promised;
  }

  /** Undefined where nothing is promised that is measured. */
  private async quality(
    reader: RowSource,
    { circuit, snapshot }: Reckoning,
    points: readonly number[],
  ): Promise<Quality | undefined> {
    if (!hasQualityTarget(circuit.terms)) return undefined;
    const stored = await this.storedQuality(reader, snapshot);
    if (stored !== undefined) return stored;
    const slots = await this.measured.slots(reader, points, snapshot.input.period);
    return reckonQuality(slots, upTime(snapshot), circuit.terms);
  }

  /** What a month was closed with, once its measurements are no longer all kept: less is no reason to judge anew. */
  private async storedQuality(reader: RowSource, { circuitId, month, input }: Snapshot): Promise<Quality | undefined> {
    if (input.period.from >= this.clock.now() - this.kept.RETAIN_5M_DAYS * DAY_MS) return undefined;
    const current = (await this.months.current(reader, [circuitId], month)).get(circuitId);
    if (current?.figures.quality === undefined) return undefined;
    const closed = await this.months.snapshot(reader, circuitId, month, current.revision);
    return { ...current.figures.quality, pieces: closed?.degraded ?? [] };
  }

  /** Tickets that were restored in the month, by circuit, of circuits with a promise about them. */
  private async countedTickets(
    reader: RowSource,
    reckoned: readonly Reckoning[],
  ): Promise<ReadonlyMap<string, readonly CountedTicket[]>> {
    const found = new Map<string, CountedTicket[]>();
    const wanted = new Map<string, string>();
    const periods = new Map<string, Interval>();
    for (const { circuit, snapshot } of reckoned) {
      if (targetOf(circuit.terms, 'NORM') === null) continue;
      wanted.set(circuit.id, circuit.customerId);
      periods.set(circuit.terms.timeZone, snapshot.input.period);
    }
    for (const [timeZone, { from, to }] of periods) {
      const ids = reckoned
        .filter(({ circuit }) => wanted.has(circuit.id) && circuit.terms.timeZone === timeZone)
        .map(({ circuit }) => circuit.id);
      const facts = await this.tickets.between(
        { query: (sql, values) => rowsOf(reader, sql, values ?? []) },
        ids,
        from,
        to,
      );
      for (const { id, customerId, circuitIds, restoredAt, clocks } of facts) {
        const own = circuitIds.filter((circuitId) => wanted.get(circuitId) === customerId);
        for (const circuitId of own) {
          found.set(circuitId, [...(found.get(circuitId) ?? []), { id, restoredAt, clocks }]);
        }
      }
    }
    return found;
  }
}

/** When the line was up and the contract counted it. */
export function upTime({ terms, input, pieces }: Snapshot): Interval[] {
  const counted = intersectIntervals(contractTime(terms, input.period), input.life);
  return subtractIntervals(counted, pieces);
}

function promisedSnapshot(
  snapshot: Snapshot,
  quality: Quality | undefined,
  tickets: readonly CountedTicket[],
): Snapshot {
  const target = targetOf(snapshot.terms, 'NORM');
  if (quality === undefined && target === null) return snapshot;
  return {
    ...snapshot,
    rule: 2,
    figures: {
      ...snapshot.figures,
      ...(quality !== undefined && { quality: withoutPieces(quality) }),
      ...(target !== null && { norm: reckonNorm(tickets, target) }),
    },
    ...(quality !== undefined && { degraded: quality.pieces }),
    ...(target !== null && { tickets }),
  };
}

function withoutPieces({ countableS, measuredS, degradedS, sum, figures }: Quality): Omit<Quality, 'pieces'> {
  return { countableS, measuredS, degradedS, sum, figures };
}
