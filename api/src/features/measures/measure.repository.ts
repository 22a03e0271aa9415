import { Injectable } from '@nestjs/common';
import type { MeasureKind } from '@linewatch/shared';
import type { SqlValue, Transaction } from '../../database/database.js';
import { toChunks } from '../telemetry/index.js';
import type { CheckedMeasure } from './check-measures.js';
import type { MeasureGroup } from './measure-groups.js';

const IDS_A_QUERY = 500;
const KEYS = ['point_id', 'slot'];

interface StoredInterval {
  readonly pointId: number;
  readonly slot: number | string;
  readonly takenAt: number | string;
  readonly status: string;
  readonly isFinal: number | boolean;
}

/** Writes measurements. What (point, slot) has already stays as it is, but for 15-minute intervals that are not final. */
@Injectable()
export class MeasureRepository {
  /** Kinds of those of `pointIds` that this house has. */
  async kindsOf(tx: Transaction, pointIds: readonly number[]): Promise<Map<number, MeasureKind>> {
    const kinds = new Map<number, MeasureKind>();
    for (const ids of toChunks(pointIds, IDS_A_QUERY)) {
      const rows = await tx.query<{ id: number; kind: MeasureKind }>(
        `SELECT id, kind FROM measure_point WHERE id IN (${ids.map(() => '?').join(',')})`,
        ids,
      );
      for (const { id, kind } of rows) kinds.set(id, kind);
    }
    return kinds;
  }

  /** @returns how many rows were new */
  async append(tx: Transaction, group: MeasureGroup, rows: readonly CheckedMeasure[]): Promise<number> {
    if (group.name === 'performance') await this.replaceOpen(tx, group, rows);
    return tx.insertMany(group.table, group.stored, KEYS, valuesOf(group, rows), 'ignore');
  }

  /** An interval is read twice, since an agent may lower its unavailable seconds later; then it is frozen. */
  private async replaceOpen(tx: Transaction, group: MeasureGroup, rows: readonly CheckedMeasure[]): Promise<void> {
    const better: CheckedMeasure[] = [];
    for (const chunk of toChunks(rows, IDS_A_QUERY)) {
      const among = (values: readonly unknown[]): string => values.map(() => '?').join(',');
      const points = [...new Set(chunk.map(({ pointId }) => pointId))];
      const slots = [...new Set(chunk.map(({ slot }) => slot))];
      const stored = await tx.query<StoredInterval>(
        `SELECT point_id AS pointId, slot, taken_at AS takenAt, status, is_final AS isFinal FROM ${group.table}
         WHERE point_id IN (${among(points)}) AND slot IN (${among(slots)})`,
        [...points, ...slots],
      );
      const open = new Map(stored.map((row) => [`${String(row.pointId)} ${String(row.slot)}`, row]));
      better.push(...chunk.filter((row) => isBetter(row, open.get(`${String(row.pointId)} ${String(row.slot)}`))));
    }
    await tx.insertMany(group.table, group.stored, KEYS, valuesOf(group, better), 'update');
  }
}

function isBetter(row: CheckedMeasure, stored: StoredInterval | undefined): boolean {
  if (stored === undefined || Boolean(stored.isFinal)) return false;
  return row.takenAt > Number(stored.takenAt) && (row.status === 'OK' || stored.status !== 'OK');
}

function valuesOf(group: MeasureGroup, rows: readonly CheckedMeasure[]): SqlValue[][] {
  return rows.map((row) => group.columns.map((name) => row[name] as SqlValue));
}
