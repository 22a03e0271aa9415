import { Injectable } from '@nestjs/common';
import type { MaintenanceWindowState } from '@linewatch/shared';
import { type RowSource, rowsOf } from '../../database/row-source.js';
import type { AffectedCircuit } from './affected-circuits.repository.js';
import { type Big, chunksOf, places } from './work.rows.js';

/** A plan as what stands against it is looked for. Times in ms. */
export interface Plan {
  /** Null while it is not stored. */
  readonly id: string | null;
  readonly plannedStart: number;
  readonly plannedEnd: number;
  readonly circuits: readonly AffectedCircuit[];
}

/** Another work on the same circuits at the same time. */
export interface Overlap {
  readonly id: string;
  readonly number: string;
  readonly title: string;
  readonly plannedStart: number;
  readonly plannedEnd: number;
  readonly state: MaintenanceWindowState;
  readonly circuits: number;
}

/** A time in which a customer of the plan wants no works. */
export interface BlackoutHit {
  readonly customerId: string;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly title: string;
  readonly from: number;
  readonly to: number;
}

/** A main circuit and its backup that one plan hits together. */
export interface BrokenPair {
  readonly main: AffectedCircuit;
  readonly backup: AffectedCircuit;
}

const LISTED = 50;

/** What stands against a plan. */
@Injectable()
export class PlanConflicts {
  /** Works that are planned or under way, on circuits of this one. */
  async overlaps(source: RowSource, plan: Plan): Promise<Overlap[]> {
    const found = new Map<string, Overlap>();
    for (const circuits of chunksOf(plan.circuits)) {
      const rows = await rowsOf<
        Omit<Overlap, 'plannedStart' | 'plannedEnd' | 'circuits'> &
          Record<'plannedStart' | 'plannedEnd' | 'circuits', Big>
      >(
        source,
        `SELECT w.id AS id, w.number AS number, w.title AS title, w.planned_start AS plannedStart,
           w.planned_end AS plannedEnd, w.state AS state, COUNT(*) AS circuits
         FROM maintenance_window w JOIN maintenance_circuit mc ON mc.window_id = w.id
         WHERE w.state IN ('waitForApproval', 'approved', 'scheduled', 'inProgress')
           AND w.planned_start < ? AND w.planned_end > ? AND w.id <> ?
           AND mc.circuit_id IN (${places(circuits)})
         GROUP BY w.id, w.number, w.title, w.planned_start, w.planned_end, w.state
         ORDER BY w.planned_start, w.id LIMIT ${String(LISTED)}`,
        [plan.plannedEnd, plan.plannedStart, plan.id ?? '', ...circuits.map(({ id }) => id)],
      );
      for (const row of rows) {
        const before = found.get(row.id)?.circuits ?? 0;
        found.set(row.id, {
          ...row,
          plannedStart: Number(row.plannedStart),
          plannedEnd: Number(row.plannedEnd),
          circuits: before + Number(row.circuits),
        });
      }
    }
    return [...found.values()];
  }

  async blackouts(source: RowSource, plan: Plan): Promise<BlackoutHit[]> {
    const hits: BlackoutHit[] = [];
    for (const customers of chunksOf([...new Set(plan.circuits.map(({ customerId }) => customerId))])) {
      const rows = await rowsOf<Omit<BlackoutHit, 'from' | 'to'> & Record<'fromAt' | 'toAt', Big>>(
        source,
        `SELECT b.customer_id AS customerId, cu.name_zh AS nameZh, cu.name_en AS nameEn, b.title AS title,
           b.from_at AS fromAt, b.to_at AS toAt
         FROM blackout_period b JOIN customer cu ON cu.id = b.customer_id
         WHERE b.customer_id IN (${places(customers)}) AND b.from_at < ? AND b.to_at > ?
         ORDER BY b.from_at, b.id LIMIT ${String(LISTED)}`,
        [...customers, plan.plannedEnd, plan.plannedStart],
      );
      hits.push(...rows.map(({ fromAt, toAt, ...hit }) => ({ ...hit, from: Number(fromAt), to: Number(toAt) })));
    }
    return hits;
  }
}

/** Pairs that lose both of their circuits at once, which the customer bought the backup against. */
export function brokenPairs(circuits: readonly AffectedCircuit[]): BrokenPair[] {
  const byId = new Map(circuits.map((circuit) => [circuit.id, circuit]));
  return circuits.flatMap((backup) => {
    const main = backup.backupOf === null ? undefined : byId.get(backup.backupOf);
    return main === undefined ? [] : [{ main, backup }];
  });
}
