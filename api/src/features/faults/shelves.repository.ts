import { Injectable } from '@nestjs/common';
import { isAtLeast, type ShelfCriteria } from '@linewatch/shared';
import { Database, type Transaction } from '../../database/database.js';
import { type RowSource, rowsOf } from '../../database/row-source.js';
import type { AlarmRow, TouchedCircuit } from './alarm-row.js';

/** A shelf that holds; times in ms. */
export interface Shelf {
  readonly id: string;
  readonly name: string;
  readonly reason: string;
  readonly criteria: ShelfCriteria;
  readonly until: number;
  readonly madeAt: number;
  readonly madeBy: string;
  readonly version: number;
}

const MOST = 200;

/** The shelves that alarms are put on as they are raised. */
@Injectable()
export class ShelfRepository {
  constructor(private readonly database: Database) {}

  /** Those that hold now, in the order in which they were made. */
  async live(source: RowSource, now: number): Promise<Shelf[]> {
    const rows = await rowsOf<
      Omit<Shelf, 'criteria' | 'until' | 'madeAt'> & {
        readonly criteria: string;
        readonly until: number | string;
        readonly madeAt: number | string;
      }
    >(
      source,
      `SELECT id, name, reason, criteria, until_at AS until, made_at AS madeAt, made_by AS madeBy, version
       FROM alarm_shelf WHERE removed_at IS NULL AND until_at > ? ORDER BY made_at, id LIMIT ?`,
      [now, MOST],
    );
    return rows.map(({ criteria, until, madeAt, ...row }) => ({
      ...row,
      criteria: JSON.parse(criteria) as ShelfCriteria,
      until: Number(until),
      madeAt: Number(madeAt),
    }));
  }

  async insert(tx: Transaction, shelf: Shelf): Promise<void> {
    await tx.insertMany(
      'alarm_shelf',
      ['id', 'name', 'reason', 'criteria', 'until_at', 'made_at', 'made_by', 'removed_at', 'version'],
      ['id'],
      [
        [
          ...[shelf.id, shelf.name, shelf.reason, JSON.stringify(shelf.criteria), shelf.until, shelf.madeAt],
          ...[shelf.madeBy, null, shelf.version],
        ],
      ],
    );
  }

  /** @returns whether nobody changed it since `seen`; its alarms are silent as long as it says now */
  async update(tx: Transaction, shelf: Shelf, seen: number): Promise<boolean> {
    const { id, name, reason, criteria, until, version } = shelf;
    const changed = await tx.execute(
      'UPDATE alarm_shelf SET name = ?, reason = ?, criteria = ?, until_at = ?, version = ? WHERE id = ? AND version = ?',
      [name, reason, JSON.stringify(criteria), until, version, id, seen],
    );
    if (changed === 1) await tx.execute('UPDATE alarm SET shelved_until = ? WHERE shelf_id = ?', [until, id]);
    return changed === 1;
  }

  /** Its alarms are told again with the engine's next look. */
  async remove(tx: Transaction, id: string, now: number): Promise<void> {
    await tx.execute('UPDATE alarm_shelf SET removed_at = ?, version = version + 1 WHERE id = ?', [now, id]);
    await tx.execute('UPDATE alarm SET shelved_until = ? WHERE shelf_id = ?', [now, id]);
  }

  async namesOf(userIds: readonly string[]): Promise<Map<string, string>> {
    if (userIds.length === 0) return new Map();
    const rows = await this.database.read<{ id: string; name: string }>(
      `SELECT id, name FROM user_account WHERE id IN (${userIds.map(() => '?').join(',')})`,
      userIds,
    );
    return new Map(rows.map(({ id, name }) => [id, name]));
  }

  async alarmCounts(shelfIds: readonly string[]): Promise<Map<string, number>> {
    if (shelfIds.length === 0) return new Map();
    const rows = await this.database.read<{ id: string; total: number | string }>(
      `SELECT shelf_id AS id, COUNT(*) AS total FROM alarm
       WHERE shelf_id IN (${shelfIds.map(() => '?').join(',')}) AND active_key IS NOT NULL GROUP BY shelf_id`,
      shelfIds,
    );
    return new Map(rows.map(({ id, total }) => [id, Number(total)]));
  }
}

/** The first shelf that takes an alarm (RFC 8632 section 3.5.3): of what a shelf names, all has to hold. */
export function shelfFor(
  shelves: readonly Shelf[],
  alarm: AlarmRow,
  circuits: readonly TouchedCircuit[],
): Shelf | undefined {
  return shelves.find(({ criteria }) => {
    const { code, objectType, objectId, deviceId, circuitId, severityUpTo } = criteria;
    return (
      (code === null || code === alarm.code) &&
      (objectType === null || objectType === alarm.objectType) &&
      (objectId === null || objectId === alarm.objectId) &&
      (deviceId === null || deviceId === alarm.deviceId) &&
      (circuitId === null ||
        alarm.circuitId === circuitId ||
        circuits.some((circuit) => circuit.circuitId === circuitId)) &&
      (severityUpTo === null || isAtLeast(severityUpTo, alarm.severity))
    );
  });
}
