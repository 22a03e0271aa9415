import { Injectable } from '@nestjs/common';
import {
  addMeasured,
  type DateSpan,
  type MeasuredTime,
  measuredTime,
  type MonthPart,
  monthParts,
  NEVER_MEASURED,
  type QualityOfSpan,
  qualityOfSpan,
} from '@linewatch/shared';
import { Database } from '../../database/database.js';
import type { Scope } from '../../platform/auth/scope.js';
import { type AgreedCircuit, AgreedTermsRepository } from './agreed-terms.repository.js';
import { MonthReckoner } from './month-reckoner.js';
import { upTime } from './promised-month.js';
import { QualityRepository } from './quality.repository.js';
import { type ClosedMonth, SlaMonthRepository } from './sla-month.repository.js';

const ROWS_A_READ = 500;
const NONE_CLOSED: ReadonlyMap<string, ClosedMonth> = new Map();

/** Delay, loss and jitter of one measured line over a span of dates. Seconds. */
export interface LineQuality {
  readonly circuit: Pick<AgreedCircuit, 'id' | 'code' | 'name' | 'alias'>;
  readonly metrics: readonly QualityOfSpan[];
  readonly countableS: number;
  readonly measuredS: number;
}

interface Gathered {
  /** With the terms of the last month. */
  readonly circuit: AgreedCircuit;
  readonly measured: MeasuredTime;
}

/** What was measured of lines over any span of dates: the sum of its months, promised or not. */
@Injectable()
export class RangeQuality {
  constructor(
    private readonly database: Database,
    private readonly circuits: AgreedTermsRepository,
    private readonly reckoner: MonthReckoner,
    private readonly measured: QualityRepository,
    private readonly months: SlaMonthRepository,
  ) {}

  /** The lines of a scope that have a measuring point, by id. @param signal stops between two circuits */
  async of(scope: Scope, span: DateSpan, signal: AbortSignal): Promise<LineQuality[]> {
    const gathered = new Map<string, Gathered>();
    for (const part of monthParts(span)) {
      let after: string | null = '';
      while (after !== null) {
        const circuits: AgreedCircuit[] = await this.circuits.inScope(
          this.database,
          scope,
          part.month,
          after,
          ROWS_A_READ,
        );
        for (const { circuit, measured } of await this.part(circuits, part, signal)) {
          const before = gathered.get(circuit.id)?.measured ?? NEVER_MEASURED;
          gathered.set(circuit.id, { circuit, measured: addMeasured(before, measured) });
        }
        after = circuits.length < ROWS_A_READ ? null : (circuits.at(-1)?.id ?? null);
      }
    }
    return [...gathered.values()]
      .map(({ circuit, measured }) => ({
        circuit,
        metrics: qualityOfSpan(measured, circuit.terms),
        countableS: measured.countableS,
        measuredS: measured.measuredS,
      }))
      .sort((one, other) => (one.circuit.id < other.circuit.id ? -1 : 1));
  }

  private async part(
    circuits: readonly AgreedCircuit[],
    { month, days }: MonthPart,
    signal: AbortSignal,
  ): Promise<Gathered[]> {
    const points = await this.measured.points(
      this.database,
      circuits.map(({ id }) => id),
    );
    const watched = circuits.filter(({ id }) => points.has(id));
    const reckoned = await this.reckoner.reckon(this.database, watched, month, days ?? undefined);
    const closed = days === null ? await this.months.current(this.database, [...points.keys()], month) : NONE_CLOSED;
    const gathered: Gathered[] = [];
    for (const { circuit, snapshot } of reckoned) {
      // One circuit's readings are thousands of rows: they are read circuit by circuit and let go of.
      signal.throwIfAborted();
      if (snapshot.input.life.length === 0) continue;
      const slots = await this.measured.slots(this.database, points.get(circuit.id) ?? [], snapshot.input.period);
      const measured = measuredTime(slots, upTime(snapshot));
      // A month counts as it was closed, also when its readings are no longer kept.
      const stored = closed.get(circuit.id)?.figures.quality;
      gathered.push({ circuit, measured: stored === undefined ? measured : { ...measured, ...sumsOf(stored) } });
    }
    return gathered;
  }
}

function sumsOf({ countableS, measuredS, sum }: Omit<MeasuredTime, 'worst'>): Omit<MeasuredTime, 'worst'> {
  return { countableS, measuredS, sum };
}
