import type { Interval } from '../intervals/intervals.js';
import { isNoticedInTime } from './notice-periods.js';

/** When a work was to be and when it was; ms. */
export interface WorkTimes {
  readonly plannedStart: number;
  readonly plannedEnd: number;
  readonly actualStart: number | null;
  /** Null while it goes on. */
  readonly actualEnd: number | null;
}

/**
 * The time that a work covers: [max(plannedStart, actualStart), min(plannedEnd, actualEnd)), rule P-AVAIL. Overrun is
 * down time, and a work that has not begun covers nothing.
 */
export function coveredTime({ plannedStart, plannedEnd, actualStart, actualEnd }: WorkTimes): Interval | null {
  if (actualStart === null) return null;
  const from = Math.max(plannedStart, actualStart);
  const to = Math.min(plannedEnd, actualEnd ?? plannedEnd);
  return from < to ? { from, to } : null;
}

/** How a work was announced to a customer. */
export interface WorkNotice {
  readonly kind: WorkKind;
  readonly approvedAt: number | null;
  readonly noticedAt: number | null;
  readonly plannedStart: number;
  /** Of the contract, hours before the start. */
  readonly noticeHours: number;
  readonly emergencyExcluded: boolean;
}

export const WORK_KINDS = ['planned', 'emergency'] as const;
export type WorkKind = (typeof WORK_KINDS)[number];

/**
 * Whether the covered time is taken out of the availability (P-AVAIL): approved and told in time. Emergency work is
 * down time unless the contract says otherwise.
 */
export function isExcluded(notice: WorkNotice): boolean {
  if (notice.approvedAt === null || notice.noticedAt === null) return false;
  if (notice.kind === 'emergency') return notice.emergencyExcluded;
  return isNoticedInTime(notice.noticedAt, notice.plannedStart, notice.noticeHours);
}
