import { Injectable } from '@nestjs/common';
import {
  adviceOf,
  type AdvisedLine,
  allowanceOf,
  FULL_PERCENT,
  isTrendWorthKnowing,
  type ReportAdvice,
  type ReportCircuit,
  type ReportNumbers,
  type SlaRow,
} from '@linewatch/shared';
import type { Scope } from '../../platform/auth/scope.js';
import { CircuitTrendService } from '../telemetry/index.js';
import { ReportFactsRepository } from './report-facts.repository.js';

type Line = Pick<ReportCircuit, 'circuitId' | 'code' | 'isMet' | 'target' | 'contractual'> & {
  readonly traffic: Pick<ReportCircuit['traffic'], 'utilisation'>;
};

interface Gathered extends Pick<ReportNumbers, 'outages' | 'norms'> {
  readonly circuits: readonly Line[];
  /** The same circuits in the ledger. */
  readonly rows: readonly SlaRow[];
}

/** What a report warns of: the rules of advice over the report's own numbers. */
@Injectable()
export class ReportAdviser {
  constructor(
    private readonly trends: CircuitTrendService,
    private readonly facts: ReportFactsRepository,
  ) {}

  /**
   * @param end ms: end of the period, or now where it lasts
   * @param signal stops between two circuits
   */
  async advise(
    scope: Scope,
    { circuits, rows, outages, norms }: Gathered,
    end: number,
    signal: AbortSignal,
  ): Promise<ReportAdvice[]> {
    const ofMonth = new Map(rows.map(({ circuitId, allowance }) => [circuitId, allowance]));
    const guarded = await this.facts.guarded(scope);
    const began = beginsByCode(outages);
    const lines: AdvisedLine[] = [];
    for (const circuit of circuits) {
      signal.throwIfAborted();
      const { code, isMet, target, contractual, traffic } = circuit;
      lines.push({
        ...{ code, isMet, lostS: contractual.lostS, utilisation: traffic.utilisation },
        // What the whole month may lose, where it is one month that goes on; the scheduled time ends now.
        allowance:
          ofMonth.get(circuit.circuitId) ??
          (target === null ? null : allowanceOf(target, contractual.scheduledS, contractual.lostS)),
        outagesAt: began.get(code) ?? [],
        isGuarded: guarded.has(circuit.circuitId),
        fullAt: isTrendWorthKnowing(traffic.utilisation) ? await this.fullAt(scope, circuit, end) : null,
      });
    }
    return adviceOf(lines, norms, end).map((advice) =>
      advice.kind === 'CAPACITY_SOON' ? { ...advice, fullAt: new Date(advice.fullAt).toISOString() } : advice,
    );
  }

  /** When the load of a line makes it full; of its two ends the one that is full first. */
  private async fullAt(scope: Scope, { circuitId }: Line, end: number): Promise<number | null> {
    const found: number[] = [];
    for (const side of ['A', 'Z'] as const) {
      const { verdict } = await this.trends.trend(scope, circuitId, { side, share: FULL_PERCENT }, end);
      if (verdict.kind === 'date') found.push(verdict.at);
    }
    return found.length === 0 ? null : Math.round(Math.min(...found));
  }
}

/** When the outages of each line began that neither a work nor the customer caused, ms. */
function beginsByCode(outages: Gathered['outages']): Map<string, number[]> {
  const began = new Map<string, number[]>();
  for (const { circuitCode, cause, responsibility, from } of outages) {
    if (cause === 'PLANNED' || cause === 'CUSTOMER' || responsibility === 'CUSTOMER') continue;
    began.set(circuitCode, [...(began.get(circuitCode) ?? []), Date.parse(from)]);
  }
  return began;
}
