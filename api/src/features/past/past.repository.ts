import { Injectable } from '@nestjs/common';
import type { FaultKind, FaultThen, Severity, WorkImpact, WorkThen } from '@linewatch/shared';
import { Database } from '../../database/database.js';
import { namesSeenBy } from '../../platform/auth/far-ends.js';
import { scopeCondition } from '../../platform/auth/scope-predicate.js';
import type { Scope } from '../../platform/auth/scope.js';

/** At an instant (ms), of one circuit or all in scope. */
export interface Instant {
  readonly at: number;
  readonly circuitId: string | null;
  readonly limit: number;
}

/** Longer than a reading may be late: a fault that was over by then may have stood in the lists for so long. */
const LATE_MS = 9 * 86_400_000;

interface FaultRow {
  readonly id: string;
  readonly circuitId: string;
  readonly code: string;
  readonly name: string;
  readonly alias: string | null;
  readonly kind: FaultKind;
  readonly severity: Severity;
  readonly since: number | string;
  readonly untilAt: number | string | null;
  readonly told: string | null;
  readonly toldSeverity: Severity | null;
}

interface WorkRow {
  readonly id: string;
  readonly number: string;
  readonly title: string;
  readonly impact: WorkImpact;
  readonly actualStart: number | string;
  readonly actualEnd: number | string | null;
  readonly plannedEnd: number | string;
  readonly circuits: number | string;
}

/** Reads what is stored of faults and works by an instant; every question has the reader's scope in it. */
@Injectable()
export class PastRepository {
  constructor(private readonly database: Database) {}

  /** Open at the instant by the log of then, or by what is known today; the worst first. */
  async faults(scope: Scope, { at, circuitId, limit }: Instant): Promise<FaultThen[]> {
    const mine = scopeCondition(scope, { customer: 'f.customer_id', circuit: 'f.circuit_id' });
    const one = circuitId === null ? { sql: '', values: [] } : { sql: ' AND f.circuit_id = ?', values: [circuitId] };
    const rows = await this.database.read<FaultRow>(
      `SELECT f.id AS id, f.circuit_id AS circuitId, c.code AS code, c.name AS name, c.alias AS alias, f.kind AS kind,
         f.severity AS severity, f.since AS since, f.until_at AS untilAt, l.kind AS told, l.severity AS toldSeverity
       FROM fault f JOIN circuit c ON c.id = f.circuit_id LEFT JOIN fault_change l ON l.position = (
         SELECT MAX(last.position) FROM fault_change last WHERE last.fault_id = f.id AND last.recorded_at <= ?
           AND last.kind IN ('RAISED', 'CHANGED', 'CLEARED', 'CAME_BACK'))
       WHERE ${mine.sql}${one.sql} AND f.since <= ? AND (f.until_at IS NULL OR f.until_at > ?)
         AND (l.kind <> 'CLEARED' OR f.until_at IS NULL OR f.until_at > ?)
       ORDER BY f.severity_rank DESC, f.since DESC, f.id LIMIT ?`,
      [at, ...mine.values, ...one.values, at, at - LATE_MS, at, limit],
    );
    const seen = await namesSeenBy(
      this.database,
      scope,
      rows.map((row) => row.circuitId),
    );
    return rows.map((row) => {
      const shown = row.told !== null && row.told !== 'CLEARED';
      return {
        ...{ id: row.id, kind: row.kind, shown, severity: shown ? (row.toldSeverity ?? row.severity) : row.severity },
        circuit: {
          ...{ id: row.circuitId, alias: row.alias },
          code: seen.code(row.circuitId, row.code),
          name: seen.name(row.circuitId, row.name),
        },
        since: iso(row.since),
        until: row.untilAt === null ? null : iso(row.untilAt),
        known: row.untilAt === null || Number(row.untilAt) > at,
      };
    });
  }

  /** Begun by the instant and not ended; begin and end are noted as they happen, so that both views are one. */
  async works(scope: Scope, { at, circuitId, limit }: Instant): Promise<WorkThen[]> {
    const mine = scopeCondition(scope, { customer: 'm.customer_id', circuit: 'm.circuit_id' });
    const one = circuitId === null ? { sql: '', values: [] } : { sql: ' AND m.circuit_id = ?', values: [circuitId] };
    const rows = await this.database.read<WorkRow>(
      `SELECT w.id AS id, w.number AS number, w.title AS title, w.impact AS impact, w.actual_start AS actualStart,
         w.actual_end AS actualEnd, w.planned_end AS plannedEnd, COUNT(*) AS circuits
       FROM maintenance_circuit m JOIN maintenance_window w ON w.id = m.window_id
       WHERE ${mine.sql}${one.sql} AND w.actual_start <= ? AND (w.actual_end IS NULL OR w.actual_end > ?)
       GROUP BY w.id, w.number, w.title, w.impact, w.actual_start, w.actual_end, w.planned_end
       ORDER BY w.actual_start, w.id LIMIT ?`,
      [...mine.values, ...one.values, at, at, limit],
    );
    return rows.map(({ actualStart, actualEnd, plannedEnd, circuits, ...row }) => ({
      ...row,
      actualStart: iso(actualStart),
      actualEnd: actualEnd === null ? null : iso(actualEnd),
      plannedEnd: iso(plannedEnd),
      circuits: Number(circuits),
    }));
  }
}

function iso(at: number | string): string {
  return new Date(Number(at)).toISOString();
}
