import { Injectable } from '@nestjs/common';
import { isAtLeast, type ShelfCriteria } from '@linewatch/shared';
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
