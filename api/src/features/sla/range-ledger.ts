import { Injectable } from '@nestjs/common';
import {
  type DateSpan,
  fraction,
  fractionOfDecimal,
  isAtLeastFraction,
  type MonthPart,
  monthParts,
  shownDown,
  type SlaFigure,
  type SlaRow,
} from '@linewatch/shared';
import { Database } from '../../database/database.js';
import type { Scope } from '../../platform/auth/scope.js';
import { AgreedTermsRepository } from './agreed-terms.repository.js';
import { MonthLedger } from './month-ledger.js';
import { MonthReckoner } from './month-reckoner.js';
import { openRow } from './sla.mapper.js';

const ROWS_A_READ = 500;
const PLACES = 3;

/**
 * Any span of dates: the sum of its months, each by the terms that held in it. Months that lie in it as a whole count
 * as they were closed; of others the days are reckoned by what is known now.
 */
@Injectable()
export class RangeLedger {
  constructor(
    private readonly database: Database,
    private readonly circuits: AgreedTermsRepository,
    private readonly reckoner: MonthReckoner,
    private readonly months: MonthLedger,
  ) {}

  /** All circuits of a scope that were in service in the span, by id. @param signal stops between two reads */
  async of(scope: Scope, span: DateSpan, signal: AbortSignal): Promise<SlaRow[]> {
    const parts = new Map<string, SlaRow[]>();
    for (const part of monthParts(span)) {
      for (const row of await this.part(scope, part, signal)) {
        const known = parts.get(row.circuitId);
        if (known === undefined) parts.set(row.circuitId, [row]);
        else known.push(row);
      }
    }
    return [...parts.values()].map(together).sort((one, other) => (one.circuitId < other.circuitId ? -1 : 1));
  }

  private async part(scope: Scope, { month, days }: MonthPart, signal: AbortSignal): Promise<SlaRow[]> {
    const rows: SlaRow[] = [];
    let after: string | null = '';
    while (after !== null) {
      signal.throwIfAborted();
      const read: { rows: SlaRow[]; next: string | null } =
        days === null ? await this.wholeMonth(scope, month, after) : await this.someDays(scope, month, days, after);
      rows.push(...read.rows);
      after = read.next;
    }
    return rows;
  }

  private async wholeMonth(scope: Scope, month: string, after: string) {
    const query = { month, limit: ROWS_A_READ, ...(after !== '' && { after }) };
    const { items, next } = await this.months.overview(scope, query);
    return { rows: items, next };
  }

  private async someDays(scope: Scope, month: string, days: DateSpan, after: string) {
    const circuits = await this.circuits.inScope(this.database, scope, month, after, ROWS_A_READ);
    const reckoned = await this.reckoner.reckon(this.database, circuits, month, days);
    const alive = reckoned.filter(({ snapshot }) => snapshot.input.life.length > 0);
    const last = circuits.length < ROWS_A_READ ? undefined : circuits.at(-1);
    return { rows: alive.map(openRow), next: last?.id ?? null };
  }
}

/** One circuit's parts as one row; target and names are those of the last. */
function together(parts: readonly SlaRow[]): SlaRow {
  const last = parts.at(-1);
  if (last === undefined) throw new Error('a circuit without a month');
  const contractual = summed(parts.map((part) => part.contractual));
  const isDisputed = parts.some(({ withoutDisputed }) => withoutDisputed !== null);
  return {
    ...last,
    contractual,
    operational: summed(parts.map((part) => part.operational)),
    withoutDisputed: isDisputed ? summed(parts.map((part) => part.withoutDisputed ?? part.contractual)) : null,
    outages: parts.reduce((sum, { outages }) => sum + outages, 0),
    isMet: isMet(contractual, last.target),
    allowance: null,
    revision: Math.min(...parts.map(({ revision }) => revision)),
  };
}

function summed(figures: readonly SlaFigure[]): SlaFigure {
  const sum = (key: 'totalS' | 'scheduledS' | 'upS' | 'downS' | 'excludedS' | 'unknownS' | 'lostS'): number =>
    figures.reduce((all, figure) => all + figure[key], 0);
  const [scheduledS, lostS] = [sum('scheduledS'), sum('lostS')];
  const share = scheduledS <= 0 ? null : fraction(100n * BigInt(scheduledS - lostS), BigInt(scheduledS));
  return {
    percent: share === null ? null : shownDown(share, PLACES),
    exact: share === null ? null : `${share.numerator.toString()}/${share.denominator.toString()}`,
    ...{ totalS: sum('totalS'), scheduledS, upS: sum('upS'), downS: sum('downS') },
    ...{ excludedS: sum('excludedS'), unknownS: sum('unknownS'), lostS },
  };
}

function isMet({ exact }: SlaFigure, target: string | null): boolean | null {
  const [numerator, denominator] = exact?.split('/') ?? [];
  if (target === null || numerator === undefined || denominator === undefined) return null;
  return isAtLeastFraction(fraction(BigInt(numerator), BigInt(denominator)), fractionOfDecimal(target));
}
