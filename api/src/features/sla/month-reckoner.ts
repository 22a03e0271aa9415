import { Injectable } from '@nestjs/common';
import {
  type Allowance,
  allowanceOf,
  clipIntervals,
  contractTime,
  coveredMs,
  type DateSpan,
  type ExcludedTime,
  type Interval,
  type Ledger,
  monthPeriod,
  reckonLedger,
  spanInstants,
  targetOf,
  type TimePiece,
} from '@linewatch/shared';
import type { RowSource } from '../../database/row-source.js';
import { Clock } from '../../platform/clock/clock.js';
import { CircuitTimes } from '../outages/index.js';
import { groupBy } from '../telemetry/index.js';
import type { AgreedCircuit } from './agreed-terms.repository.js';
import { ExcludedTimesRepository } from './excluded-times.repository.js';
import { ledgerInput, MARGIN_MS } from './ledger-input.js';
import { inOrder, type Snapshot, toFigures } from './snapshot.js';

/** The month of one circuit, reckoned from what is known now. */
export interface Reckoning {
  readonly circuit: AgreedCircuit;
  readonly snapshot: Snapshot;
  /** Null without a target. */
  readonly allowance: Allowance | null;
}

/** Reckons months of many circuits with a few queries for all of them. Whoever asks has chosen them by a scope. */
@Injectable()
export class MonthReckoner {
  constructor(
    private readonly times: CircuitTimes,
    private readonly exclusions: ExcludedTimesRepository,
    private readonly clock: Clock,
  ) {}

  /**
   * @param circuits at most some hundreds
   * @param month `YYYY-MM`, of each circuit in the zone of its contract
   * @param days only these of the month; all of it unless they are named
   * @returns in the order of the circuits
   */
  async reckon(
    reader: RowSource,
    circuits: readonly AgreedCircuit[],
    month: string,
    days?: DateSpan,
  ): Promise<Reckoning[]> {
    const reckoned = new Map<string, Reckoning>();
    const now = this.clock.now();
    for (const [timeZone, own] of groupBy(circuits, ({ terms }) => terms.timeZone)) {
      const period = days === undefined ? monthPeriod(month, timeZone) : spanInstants(days, timeZone);
      const ids = own.map(({ id }) => id);
      const [times, exclusions] = await Promise.all([
        this.times.between(reader, ids, period.from - MARGIN_MS, period.to + MARGIN_MS),
        this.exclusions.between(reader, ids, period),
      ]);
      const hours = new HoursOfMonth(period);
      for (const circuit of own) {
        const known = { now, times: times.get(circuit.id) ?? [], exclusions: exclusions.get(circuit.id) ?? [] };
        reckoned.set(circuit.id, reckonOne(circuit, month, period, hours.of(circuit), known));
      }
    }
    return circuits.flatMap(({ id }) => reckoned.get(id) ?? []);
  }
}

/** The time that contracts count of a month, found once for all circuits of the same hours. */
class HoursOfMonth {
  private readonly known = new Map<string, Interval[]>();

  constructor(private readonly period: Interval) {}

  of({ terms }: AgreedCircuit): Interval[] {
    const key = JSON.stringify(terms.hours);
    let hours = this.known.get(key);
    if (hours === undefined) this.known.set(key, (hours = contractTime(terms, this.period)));
    return hours;
  }
}

interface Known {
  readonly now: number;
  readonly times: readonly TimePiece[];
  readonly exclusions: readonly ExcludedTime[];
}

function reckonOne(
  circuit: AgreedCircuit,
  month: string,
  period: Interval,
  hours: readonly Interval[],
  { now, times, exclusions }: Known,
): Reckoning {
  const { id, agreed, terms } = circuit;
  const input = ledgerInput(period, hours, times, exclusions);
  const ledger = reckonLedger(input, terms);
  const snapshot: Snapshot = {
    ...{ rule: 1 as const, circuitId: id, month, agreed, terms },
    ...{ input: inOrder(input), figures: toFigures(ledger), pieces: ledger.pieces },
  };
  // A month that just began has its whole allowance; a circuit that ended has no more time to come.
  const lives = (input.life.at(-1)?.to ?? 0) >= Math.min(now, period.to);
  const ahead = lives ? clipIntervals(hours, { from: now, to: Math.max(now, period.to) }) : [];
  return { circuit, snapshot, allowance: allowanceFor(circuit, ledger, ahead) };
}

function allowanceFor({ terms }: AgreedCircuit, { contractual }: Ledger, ahead: readonly Interval[]): Allowance | null {
  const target = targetOf(terms, 'AVAILABILITY');
  const scheduledS = contractual.scheduledS + Math.floor(coveredMs(ahead) / 1_000);
  if (target === null || scheduledS === 0) return null;
  return allowanceOf(target, scheduledS, contractual.countedDownS);
}
