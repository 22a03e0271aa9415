import { Injectable } from '@nestjs/common';
import { type LineFacts, type Verdict, verdictOf } from '@linewatch/shared';
import { Database, type Transaction } from '../../database/database.js';
import { AuditTrail } from '../../platform/audit/audit-trail.js';
import { Clock } from '../../platform/clock/clock.js';
import { ComparisonRepository } from './comparison.repository.js';
import { WorkNews } from './work-news.js';
import { chunksOf, toWork, type Work, WORK_COLUMNS, type WorkRecord } from './work.rows.js';
import { WorkWriter } from './work.writer.js';

const MINUTE_MS = 60_000;
/** How long a line is left alone after a work before it is compared, and how long it is then looked at. */
const SETTLE_MS = 20 * MINUTE_MS;
const AFTER_MS = 15 * MINUTE_MS;
const BEFORE_MS = 60 * MINUTE_MS;
/** A work with a worse circuit is looked at again so often, and for so long. */
const AGAIN_MS = 5 * MINUTE_MS;
const GIVEN_UP_MS = 7 * 24 * 60 * MINUTE_MS;
const WORKS_A_LOOK = 50;
const NOTHING: LineFacts = { status: null, utilisation: null, errors: null, latencyUs: null, lossPct: null };

interface Compared {
  readonly circuitId: string;
  readonly before: LineFacts;
  readonly after: LineFacts;
  readonly verdict: Verdict;
}

/** What becomes of works by the passing of time. All of it stands in rows, so a stop in between loses nothing. */
@Injectable()
export class WorkClock {
  constructor(
    private readonly database: Database,
    private readonly writer: WorkWriter,
    private readonly comparison: ComparisonRepository,
    private readonly news: WorkNews,
    private readonly clock: Clock,
    private readonly audit: AuditTrail,
  ) {}

  /** Announces what was approved, uncovers what overruns, and compares what is over. */
  async look(): Promise<void> {
    const now = this.clock.now();
    for (const work of await this.find("w.state = 'approved'", [])) await this.announce(work);
    const overrun = "w.state = 'inProgress' AND w.planned_end <= ? AND w.overrun_told_at IS NULL";
    for (const work of await this.find(overrun, [now])) await this.uncover(work);
    const due = `(w.check_state = 'pending' AND w.actual_end <= ?)
      OR (w.check_state = 'worse' AND w.actual_end > ? AND w.checked_at <= ?)`;
    const values = [now - SETTLE_MS, now - GIVEN_UP_MS, now - AGAIN_MS];
    for (const work of await this.find(due, values)) await this.compare(work);
  }

  /** An approved work is scheduled in the moment in which its customers are told of it. */
  private async announce(work: Work): Promise<void> {
    await this.database.transaction(async (tx) => {
      const now = this.clock.now();
      const told: Work = { ...work, state: 'scheduled', noticedAt: now };
      if (!(await this.writer.move(tx, work.id, 'approved', { state: 'scheduled', noticedAt: now }))) return;
      await this.news.announce(tx, told, await this.news.circuitsOf(tx, work.id), now);
      await this.note(tx, work, { state: 'scheduled' });
    });
  }

  /** After the planned end nothing is covered; the pages hear it then and not when the work ends at last. */
  private async uncover(work: Work): Promise<void> {
    await this.database.transaction(async (tx) => {
      const now = this.clock.now();
      const isFirst = await tx.execute(
        'UPDATE maintenance_window SET overrun_told_at = ? WHERE id = ? AND overrun_told_at IS NULL',
        [now, work.id],
      );
      if (isFirst === 0) return;
      const circuits = await this.news.circuitsOf(tx, work.id);
      await this.news.cover(tx, circuits, now);
      await this.news.show(tx, work, circuits, now);
    });
  }

  /** Compares each circuit with how it was before the work; told once it is known, and once more when all is well. */
  private async compare(work: Work): Promise<void> {
    const { actualStart, actualEnd, id, checkState } = work;
    if (actualStart === null || actualEnd === null || checkState === null) return;
    const circuits = await this.database.transaction((tx) => this.news.circuitsOf(tx, id));
    const now = this.clock.now();
    const before = { from: actualStart - BEFORE_MS, to: actualStart };
    const at = checkState === 'pending' ? actualEnd + SETTLE_MS : now;
    const after = { from: at - AFTER_MS, to: at };
    const found: Compared[] = [];
    for (const chunk of chunksOf(circuits.map((circuit) => circuit.id))) {
      const was = await this.comparison.factsOf(chunk, before);
      const is = await this.comparison.factsOf(chunk, after);
      found.push(...chunk.map((circuitId) => comparedOf(circuitId, was.get(circuitId), is.get(circuitId))));
    }
    const worse = new Set(found.filter(({ verdict }) => verdict === 'worse').map(({ circuitId }) => circuitId));
    const next = worse.size > 0 ? 'worse' : 'done';
    await this.database.transaction(async (tx) => {
      if (!(await this.writer.move(tx, id, work.state, { checkState: next, checkedAt: now }))) return;
      for (const { circuitId, ...facts } of found) await this.comparison.keep(tx, id, circuitId, facts);
      if (next === checkState) return;
      for (const group of byCustomer(circuits)) {
        const isWorse = group.filter((circuit) => worse.has(circuit.id)).length;
        await this.news.tell(tx, 'work.checked', work, group, now, { outcome: next, worse: isWorse });
      }
      await this.note(tx, work, { check: next, worse: worse.size });
    });
  }

  private async find(condition: string, values: readonly number[]): Promise<Work[]> {
    const rows = await this.database.read<WorkRecord>(
      `SELECT ${WORK_COLUMNS} FROM maintenance_window w WHERE ${condition}
       ORDER BY w.planned_start, w.id LIMIT ${String(WORKS_A_LOOK)}`,
      values,
    );
    return rows.map(toWork);
  }

  private note(tx: Transaction, { id, number, state }: Work, after: Record<string, unknown>): Promise<void> {
    return this.audit.note(tx, {
      action: 'work.stepped',
      customerId: null,
      object: { type: 'work', id, name: number },
      before: { state },
      after,
    });
  }
}

function comparedOf(circuitId: string, was: LineFacts | undefined, is: LineFacts | undefined): Compared {
  const [before, after] = [was ?? NOTHING, is ?? NOTHING];
  return { circuitId, before, after, verdict: verdictOf(before, after) };
}

function byCustomer<Owned extends { readonly customerId: string }>(circuits: readonly Owned[]): Owned[][] {
  const groups = new Map<string, Owned[]>();
  for (const circuit of circuits) {
    const known = groups.get(circuit.customerId);
    if (known === undefined) groups.set(circuit.customerId, [circuit]);
    else known.push(circuit);
  }
  return [...groups.values()];
}
