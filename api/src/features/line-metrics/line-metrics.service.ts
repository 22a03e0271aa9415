import { Injectable } from '@nestjs/common';
import { SlaQuery } from '@linewatch/shared';
import { Database } from '../../database/database.js';
import type { Scope } from '../../platform/auth/scope.js';
import { Clock } from '../../platform/clock/clock.js';
import { KeptBriefly } from '../../platform/limits/kept-briefly.js';
import { CircuitLiveReader } from '../circuits/index.js';
import { OpenFaults } from '../faults/index.js';
import { MonthLedger } from '../sla/index.js';
import { groupBy, toChunks } from '../telemetry/index.js';
import { lineFamilies, type MonthSoFar, type ScrapedLine } from './line-families.js';
import { ScrapedCircuits } from './scraped-circuits.repository.js';
import { writeOpenMetrics } from './write-open-metrics.js';

/** More than one scrape should carry; `linewatch_circuits` still tells how many there are. */
const CIRCUITS_A_SCRAPE = 5_000;
const CIRCUITS_A_PART = 500;
const KEPT_MS = 5_000;
/** Scopes whose text is kept. */
const SCOPES_KEPT = 200;
const PERCENT = 100;

/**
 * The circuits of a scope as metrics. One text serves everybody of the same scope for some seconds, so that several
 * scrapers, or one that asks too often, cost what one does.
 */
@Injectable()
export class LineMetrics {
  private readonly kept = new KeptBriefly<string>(KEPT_MS, SCOPES_KEPT);

  constructor(
    private readonly circuits: ScrapedCircuits,
    private readonly states: CircuitLiveReader,
    private readonly faults: OpenFaults,
    private readonly months: MonthLedger,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** An OpenMetrics exposition, at most 5 s old. */
  text(scope: Scope): Promise<string> {
    const now = this.clock.now();
    return this.kept.of(JSON.stringify(scope), now, () => this.write(scope, now));
  }

  private async write(scope: Scope, now: number): Promise<string> {
    const found = await this.circuits.find(scope, CIRCUITS_A_SCRAPE);
    const ids = found.map(({ id }) => id);
    const [total, states, faults, counts, latencies, months] = await Promise.all([
      found.length < CIRCUITS_A_SCRAPE ? found.length : this.circuits.count(scope),
      this.states.read(ids, this.database),
      this.faults.of(this.database, ids),
      inParts(ids, (part) => this.circuits.counts(scope, part, now)),
      inParts(ids, (part) => this.circuits.latencies(scope, part, now)),
      this.monthsSoFar(scope, ids.at(-1) ?? ''),
    ]);
    const live = new Map(states.map(({ live: each }) => [each.id, each]));
    const countsOf = groupBy(counts, ({ circuitId }) => circuitId);
    const latenciesOf = groupBy(latencies, ({ circuitId }) => circuitId);
    const lines = found.map((circuit): ScrapedLine => ({
      circuit,
      live: live.get(circuit.id),
      month: months.get(circuit.id),
      openFaults: (faults.get(circuit.id) ?? []).map(({ kind }) => kind),
      counts: countsOf.get(circuit.id) ?? [],
      latencies: latenciesOf.get(circuit.id) ?? [],
    }));
    return writeOpenMetrics(lineFamilies(lines, total));
  }

  /** Of circuits by their ids, as far as the last one. */
  private async monthsSoFar(scope: Scope, last: string): Promise<Map<string, MonthSoFar>> {
    const months = new Map<string, MonthSoFar>();
    let after: string | null | undefined;
    do {
      const query = SlaQuery.parse({ limit: CIRCUITS_A_PART, ...(after !== undefined && { after }) });
      const { items, next } = await this.months.overview(scope, query);
      for (const { circuitId, contractual, allowance } of items) {
        const availability = contractual.percent === null ? null : Number(contractual.percent) / PERCENT;
        months.set(circuitId, { availability, leftS: allowance?.leftS ?? null });
      }
      after = next;
    } while (after !== null && after < last);
    return months;
  }
}

async function inParts<Row>(
  ids: readonly string[],
  read: (part: readonly string[]) => Promise<readonly Row[]>,
): Promise<Row[]> {
  const parts = await Promise.all(toChunks(ids, CIRCUITS_A_PART).map(read));
  return parts.flat();
}
