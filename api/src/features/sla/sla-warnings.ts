import { Injectable } from '@nestjs/common';
import { type Allowance, monthOf, monthPeriod, type WarningLevel, warningLevel } from '@linewatch/shared';
import { Database, type Transaction } from '../../database/database.js';
import { Clock } from '../../platform/clock/clock.js';
import { type Notice, NoticeBoard } from '../../platform/notices/notice-board.js';
import { groupBy } from '../telemetry/index.js';
import { type AgreedCircuit, AgreedTermsRepository } from './agreed-terms.repository.js';
import { MonthReckoner } from './month-reckoner.js';
import { SlaWarningRepository } from './sla-warning.repository.js';

/** The job that looks. */
export const WARN_JOB = 'sla.warn';
const CIRCUITS_AT_ONCE = 500;
const ZONE_OF_HOUSE = 'Asia/Shanghai';
/** No zone is further from that of the house. */
const ZONES_APART_MS = 86_400_000;

interface Warned {
  readonly circuit: AgreedCircuit;
  readonly month: string;
  readonly level: WarningLevel;
  readonly allowance: Allowance;
}

/** Tells once when a circuit has lost half, four fifths or all of what its month may lose (SLA allowance). */
@Injectable()
export class SlaWarnings {
  constructor(
    private readonly database: Database,
    private readonly circuits: AgreedTermsRepository,
    private readonly reckoner: MonthReckoner,
    private readonly warnings: SlaWarningRepository,
    private readonly board: NoticeBoard,
    private readonly clock: Clock,
  ) {}

  /** Looks at every circuit that may have lost time this month. */
  async look(signal: AbortSignal): Promise<void> {
    const now = this.clock.now();
    const month = monthOf(now, ZONE_OF_HOUSE);
    const since = monthPeriod(month, ZONE_OF_HOUSE).from - ZONES_APART_MS;
    let after = '';
    while (!signal.aborted) {
      const ids = await this.circuits.lossy(this.database, since, after, CIRCUITS_AT_ONCE);
      const last = ids.at(-1);
      if (last === undefined) return;
      after = last;
      const warned = await this.warnedOf(await this.circuits.of(this.database, ids, month), now);
      if (warned.length > 0) await this.database.transaction((tx) => this.tell(tx, warned, now));
    }
  }

  private async warnedOf(circuits: readonly AgreedCircuit[], now: number): Promise<Warned[]> {
    const warned: Warned[] = [];
    for (const [month, own] of groupBy(circuits, ({ terms }) => monthOf(now, terms.timeZone))) {
      for (const { circuit, allowance } of await this.reckoner.reckon(this.database, own, month)) {
        const level = allowance === null ? null : warningLevel(allowance);
        if (allowance !== null && level !== null) warned.push({ circuit, month, level, allowance });
      }
    }
    return warned;
  }

  private async tell(tx: Transaction, warned: readonly Warned[], now: number): Promise<void> {
    const known = await this.warnings.known(
      tx,
      warned.map(({ circuit, month }) => ({ circuitId: circuit.id, month })),
    );
    const fresh = warned.filter(({ circuit, month, level }) => level > (known.get(`${circuit.id} ${month}`) ?? 0));
    const sites = await this.warnings.sites(
      tx,
      fresh.map(({ circuit }) => circuit.id),
    );
    await this.board.pin(
      tx,
      fresh.map((each) => noticeOf(each, sites.get(each.circuit.id) ?? [])),
      now,
    );
    const rows = fresh.map(({ circuit, month, level }) => ({ circuitId: circuit.id, month, level }));
    await this.warnings.add(tx, rows, now);
  }
}

function noticeOf({ circuit, month, level, allowance }: Warned, siteIds: readonly string[]): Notice {
  const { id, code, customerId } = circuit;
  const { allowedS, usedS, leftS } = allowance;
  return {
    kind: level === 100 ? 'sla.breached' : 'sla.warning',
    ...{ customerId, circuitIds: [id], siteIds, severity: null },
    object: { type: 'circuit', id },
    cause: `sla:${id}:${month}`,
    once: `sla:${id}:${month}:${String(level)}`,
    facts: { code, month, level, allowedS, usedS, leftS },
  };
}
