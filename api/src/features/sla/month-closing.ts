import { Injectable, Logger } from '@nestjs/common';
import { monthOf, monthPeriod, shiftMonth } from '@linewatch/shared';
import { Database, type Transaction } from '../../database/database.js';
import { Clock } from '../../platform/clock/clock.js';
import { type AgreedCircuit, AgreedTermsRepository } from './agreed-terms.repository.js';
import { CreditProposals } from './credit-proposals.js';
import type { Reckoning } from './month-reckoner.js';
import { PromisedMonth } from './promised-month.js';
import { type ClosedMonth, type NewRevision, SlaMonthRepository } from './sla-month.repository.js';
import { sealed } from './snapshot.js';

/** A month is closed so long after its end: what collectors had to keep on disk has come in by then. */
export const CLOSED_AFTER_MS = 3 * 86_400_000;
/** Closed months that are looked at again. */
const MONTHS_REVIEWED = 3;
/** So many circuits are reckoned and stored at once: few enough that memory stays small and a kill loses little. */
const CIRCUITS_AT_ONCE = 500;
const ZONE_OF_HOUSE = 'Asia/Shanghai';

/** What a run did. */
export interface ClosingRun {
  readonly closed: number;
  readonly revised: number;
}

/**
 * Closes months: each circuit once, in chunks that are committed one by one, so that a run that was killed goes on
 * where it was. A closed month whose inputs have changed gets a revision; the old one stays as it is.
 */
@Injectable()
export class MonthClosing {
  private readonly logger = new Logger(MonthClosing.name);

  constructor(
    private readonly database: Database,
    private readonly circuits: AgreedTermsRepository,
    private readonly reckoner: PromisedMonth,
    private readonly months: SlaMonthRepository,
    private readonly credits: CreditProposals,
    private readonly clock: Clock,
  ) {}

  /** Closes what is due of the last two months. */
  async closeDue(signal: AbortSignal): Promise<void> {
    for (const month of this.pastMonths(2)) await this.close(month, signal);
  }

  /** Looks again at the last closed months: late readings and judgements make revisions. */
  async reviewClosed(signal: AbortSignal): Promise<void> {
    for (const month of this.pastMonths(MONTHS_REVIEWED)) await this.review(month, signal);
  }

  /** Closes one month of every circuit for which it is over long enough and still open. */
  close(month: string, signal: AbortSignal): Promise<ClosingRun> {
    return this.inChunks(month, signal, (circuit, closed) => !closed.has(circuit.id));
  }

  /** Reckons the closed months again; what comes out the same stays as it is. */
  review(month: string, signal: AbortSignal): Promise<ClosingRun> {
    return this.inChunks(month, signal, (circuit, closed) => closed.has(circuit.id));
  }

  private async inChunks(
    month: string,
    signal: AbortSignal,
    isWanted: (circuit: AgreedCircuit, closed: ReadonlySet<string>) => boolean,
  ): Promise<ClosingRun> {
    let [after, closed, revised] = ['', 0, 0];
    while (!signal.aborted) {
      const circuits = await this.circuits.every(this.database, month, after, CIRCUITS_AT_ONCE);
      const last = circuits.at(-1);
      if (last === undefined) break;
      after = last.id;
      const due = circuits.filter(({ terms }) => this.isDue(month, terms.timeZone));
      const known = await this.months.closed(
        this.database,
        due.map(({ id }) => id),
        month,
      );
      const wanted = due.filter((circuit) => isWanted(circuit, known));
      if (wanted.length === 0) continue;
      const reckoned = await this.reckoner.reckon(this.database, wanted, month);
      const stored = await this.database.transaction((tx) => this.store(tx, month, reckoned, 'inputs'));
      closed += stored.closed;
      revised += stored.revised;
      if (stored.closed + stored.revised > 0) this.logger.log({ msg: 'sla: months stored', month, closed, revised });
    }
    return { closed, revised };
  }

  private pastMonths(count: number): string[] {
    const current = monthOf(this.clock.now(), ZONE_OF_HOUSE);
    return Array.from({ length: count }, (_, index) => shiftMonth(current, index - count));
  }

  /** Looks again at the closed months of one circuit, after something was decided about them. */
  async revise(tx: Transaction, circuitId: string, months: readonly string[], changed: string): Promise<void> {
    for (const month of months) {
      if (!(await this.months.closed(tx, [circuitId], month)).has(circuitId)) continue;
      const circuits = await this.circuits.of(tx, [circuitId], month);
      await this.store(tx, month, await this.reckoner.reckon(tx, circuits, month), changed);
    }
  }

  private async store(
    tx: Transaction,
    month: string,
    reckoned: readonly Reckoning[],
    changed: string,
  ): Promise<ClosingRun> {
    const lived = reckoned.filter(({ snapshot }) => snapshot.input.life.length > 0);
    const ids = lived.map(({ circuit }) => circuit.id);
    const known = await this.months.current(tx, ids, month);
    const revisions = lived.flatMap((each) => revisionOf(each, known.get(each.circuit.id), changed));
    await this.months.add(tx, revisions, this.clock.now());
    await this.credits.propose(tx, lived, revisions);
    const revised = revisions.filter(({ revision }) => revision > 1).length;
    return { closed: revisions.length - revised, revised };
  }

  private isDue(month: string, timeZone: string): boolean {
    return this.clock.now() >= monthPeriod(month, timeZone).to + CLOSED_AFTER_MS;
  }
}

/** What is to be stored of a month: nothing where it is closed already and reckons to the same. */
function revisionOf(
  { circuit, snapshot }: Reckoning,
  known: ClosedMonth | undefined,
  changed: string,
): readonly NewRevision[] {
  const { customerId } = circuit;
  if (known === undefined) return [{ snapshot, customerId, revision: 1, changed: null }];
  if (known.hash === sealed(snapshot).hash) return [];
  return [{ snapshot, customerId, revision: known.revision + 1, changed }];
}
