import type { MaintenanceWindowState, WorkImpact, WorkKind } from '@linewatch/shared';

/** bigint columns come as text from mysql2 and as numbers from better-sqlite3. */
export type Big = number | string;

/** A planned work as it is stored. Times in ms. */
export interface Work {
  readonly id: string;
  readonly number: string;
  readonly kind: WorkKind;
  readonly title: string;
  readonly impact: WorkImpact;
  readonly impactText: string | null;
  readonly risk: string | null;
  readonly fallbackPlan: string | null;
  readonly plannedStart: number;
  readonly plannedEnd: number;
  readonly actualStart: number | null;
  readonly actualEnd: number | null;
  readonly state: MaintenanceWindowState;
  readonly revision: number;
  readonly authorId: string;
  readonly approverId: string | null;
  readonly approvedAt: number | null;
  readonly noticedAt: number | null;
  readonly shortNoticeReason: string | null;
  readonly blackoutReason: string | null;
  readonly diversityReason: string | null;
  readonly stateReason: string | null;
  readonly result: string | null;
  readonly checkState: 'pending' | 'worse' | 'done' | null;
  readonly checkedAt: number | null;
  readonly version: number;
}

type Stored = { readonly [Key in keyof Work]: Work[Key] extends number ? Big : Work[Key] | string };

/** The columns of a Work; needs `maintenance_window w`. */
export const WORK_COLUMNS = `w.id AS id, w.number AS number, w.kind AS kind, w.title AS title, w.impact AS impact,
  w.impact_text AS impactText, w.risk AS risk, w.fallback_plan AS fallbackPlan, w.planned_start AS plannedStart,
  w.planned_end AS plannedEnd, w.actual_start AS actualStart, w.actual_end AS actualEnd, w.state AS state,
  w.revision AS revision, w.author_id AS authorId, w.approver_id AS approverId, w.approved_at AS approvedAt,
  w.noticed_at AS noticedAt, w.short_notice_reason AS shortNoticeReason, w.blackout_reason AS blackoutReason,
  w.diversity_reason AS diversityReason, w.state_reason AS stateReason, w.result AS result,
  w.check_state AS checkState, w.checked_at AS checkedAt, w.version AS version`;

/** A row of WORK_COLUMNS. */
export type WorkRecord = Stored;

export function toWork(row: WorkRecord): Work {
  return {
    ...(row as Work),
    plannedStart: Number(row.plannedStart),
    plannedEnd: Number(row.plannedEnd),
    actualStart: toMs(row.actualStart),
    actualEnd: toMs(row.actualEnd),
    approvedAt: toMs(row.approvedAt),
    noticedAt: toMs(row.noticedAt),
    checkedAt: toMs(row.checkedAt),
  };
}

export function toMs(value: Big | null): number | null {
  return value === null ? null : Number(value);
}

/** `?,?,?` for a list of values. */
export function places(values: readonly unknown[]): string {
  return values.map(() => '?').join(',');
}

const IDS_A_QUERY = 500;

/** Far below the variable limit of SQLite (32,766). */
export function chunksOf<Value>(values: readonly Value[]): Value[][] {
  return Array.from({ length: Math.ceil(values.length / IDS_A_QUERY) }, (_, index) =>
    values.slice(index * IDS_A_QUERY, (index + 1) * IDS_A_QUERY),
  );
}

/** ISO 8601 in UTC. */
export function instant(ms: number): string {
  return new Date(ms).toISOString();
}
