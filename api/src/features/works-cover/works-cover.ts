import { Injectable } from '@nestjs/common';
import { coveredTime, isExcluded, type WorkKind } from '@linewatch/shared';
import { type RowSource, rowsOf } from '../../database/row-source.js';

/** A work in progress at some instant. Times in ms. */
export interface RunningWork {
  readonly windowId: string;
  readonly number: string;
  readonly kind: WorkKind;
  /** Up to when it covers what it touches: the planned end at the latest. */
  readonly until: number;
}

/** A time in which a work was in progress on a circuit, [from, to) in ms. */
export interface CoveredTime {
  readonly windowId: string;
  readonly number: string;
  readonly kind: WorkKind;
  readonly circuitId: string;
  readonly from: number;
  readonly to: number;
  /** Whether it is taken out of the availability: approved and told in time, or as the contract says (P-AVAIL). */
  readonly excludes: boolean;
}

type Big = number | string;

interface WorkRow {
  readonly windowId: string;
  readonly number: string;
  readonly kind: WorkKind;
  readonly plannedStart: Big;
  readonly plannedEnd: Big;
  readonly actualStart: Big;
  readonly actualEnd: Big | null;
}

interface CircuitWorkRow extends WorkRow {
  readonly circuitId: string;
  readonly approvedAt: Big | null;
  readonly noticedAt: Big | null;
  readonly noticeHours: number;
  readonly emergencyExcluded: number | boolean;
}

const WORK = `w.id AS windowId, w.number AS number, w.kind AS kind, w.planned_start AS plannedStart,
  w.planned_end AS plannedEnd, w.actual_start AS actualStart, w.actual_end AS actualEnd`;
const IDS_A_QUERY = 500;

/**
 * What planned works cover, by the time of events and not of the question. It stands below everything that has to know:
 * alarms, outages, the availability and the pages. Knows no scope: it is for code that already chose the circuits by one.
 */
@Injectable()
export class WorksCover {
  /** Works in progress on circuits at an instant (ms). After the planned end nothing is covered: overrun is down time. */
  async runningOn(
    reader: RowSource,
    circuitIds: readonly string[],
    at: number,
  ): Promise<ReadonlyMap<string, RunningWork>> {
    const running = new Map<string, RunningWork>();
    for (const row of await this.onCircuits(reader, circuitIds, at, at + 1)) {
      const work = runningAt(row, at);
      if (work !== undefined) running.set(row.circuitId, work);
    }
    return running;
  }

  /** All time in [from, to) (ms) in which works were in progress on circuits, cut to it; oldest first per circuit. */
  async between(reader: RowSource, circuitIds: readonly string[], from: number, to: number): Promise<CoveredTime[]> {
    const rows = await this.onCircuits(reader, circuitIds, from, to);
    return rows.flatMap((row) => {
      const covered = coveredTime(timesOf(row));
      if (covered === null || covered.to <= from || covered.from >= to) return [];
      const { windowId, number, kind, circuitId } = row;
      const cut = { from: Math.max(from, covered.from), to: Math.min(to, covered.to) };
      return [{ windowId, number, kind, circuitId, ...cut, excludes: excludes(row) }];
    });
  }

  /** Works in progress at an instant (ms) on whole devices: those that a work names themselves. */
  async devicesRunning(
    reader: RowSource,
    deviceIds: readonly string[],
    at: number,
  ): Promise<ReadonlyMap<string, RunningWork>> {
    const running = new Map<string, RunningWork>();
    for (const ids of chunks(deviceIds)) {
      const rows = await rowsOf<WorkRow & { deviceId: string }>(
        reader,
        `SELECT t.target_id AS deviceId, ${WORK} FROM maintenance_target t
         JOIN maintenance_window w ON w.id = t.window_id
         WHERE t.kind = 'device' AND t.target_id IN (${places(ids)}) AND w.actual_start <= ? AND w.planned_end > ?`,
        [...ids, at, at],
      );
      for (const row of rows) {
        const work = runningAt(row, at);
        if (work !== undefined) running.set(row.deviceId, work);
      }
    }
    return running;
  }

  private async onCircuits(
    reader: RowSource,
    circuitIds: readonly string[],
    from: number,
    to: number,
  ): Promise<CircuitWorkRow[]> {
    const rows: CircuitWorkRow[] = [];
    for (const ids of chunks(circuitIds)) {
      rows.push(
        ...(await rowsOf<CircuitWorkRow>(
          reader,
          `SELECT mc.circuit_id AS circuitId, mc.notice_hours AS noticeHours,
             mc.emergency_excluded AS emergencyExcluded, w.approved_at AS approvedAt, w.noticed_at AS noticedAt, ${WORK}
           FROM maintenance_circuit mc JOIN maintenance_window w ON w.id = mc.window_id
           WHERE mc.circuit_id IN (${places(ids)}) AND w.actual_start < ? AND w.planned_end > ?
           ORDER BY mc.circuit_id, w.planned_start, w.id`,
          [...ids, to, from],
        )),
      );
    }
    return rows;
  }
}

function timesOf({ plannedStart, plannedEnd, actualStart, actualEnd }: WorkRow) {
  return {
    plannedStart: Number(plannedStart),
    plannedEnd: Number(plannedEnd),
    actualStart: Number(actualStart),
    actualEnd: actualEnd === null ? null : Number(actualEnd),
  };
}

function runningAt(row: WorkRow, at: number): RunningWork | undefined {
  const covered = coveredTime(timesOf(row));
  if (covered === null || at < covered.from || at >= covered.to) return undefined;
  return { windowId: row.windowId, number: row.number, kind: row.kind, until: covered.to };
}

function excludes(row: CircuitWorkRow): boolean {
  return isExcluded({
    kind: row.kind,
    approvedAt: row.approvedAt === null ? null : Number(row.approvedAt),
    noticedAt: row.noticedAt === null ? null : Number(row.noticedAt),
    plannedStart: Number(row.plannedStart),
    noticeHours: row.noticeHours,
    emergencyExcluded: Number(row.emergencyExcluded) === 1,
  });
}

function chunks(ids: readonly string[]): string[][] {
  const distinct = [...new Set(ids)];
  return Array.from({ length: Math.ceil(distinct.length / IDS_A_QUERY) }, (_, index) =>
    distinct.slice(index * IDS_A_QUERY, (index + 1) * IDS_A_QUERY),
  );
}

function places(ids: readonly string[]): string {
  return ids.map(() => '?').join(',');
}
