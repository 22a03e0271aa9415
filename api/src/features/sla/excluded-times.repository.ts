import { Injectable } from '@nestjs/common';
import {
  EXCLUDING_STATES,
  type ExcludedTime,
  type ExclusionReason,
  type ExclusionState,
  type Interval,
} from '@linewatch/shared';
import { type RowSource, rowsOf } from '../../database/row-source.js';
import { groupBy, toChunks } from '../telemetry/index.js';

interface Row {
  readonly id: string;
  readonly circuitId: string;
  readonly fromAt: number | string;
  readonly toAt: number | string;
  readonly reason: ExclusionReason;
  readonly state: ExclusionState;
}

const CIRCUITS_A_QUERY = 500;

/** The time that two people of the operator took out, as ledgers are reckoned from it. */
@Injectable()
export class ExcludedTimesRepository {
  /** What touches a period (ms), by circuit. Whoever asks has chosen the circuits by a scope. */
  async between(
    reader: RowSource,
    circuitIds: readonly string[],
    { from, to }: Interval,
  ): Promise<Map<string, ExcludedTime[]>> {
    const found = new Map<string, ExcludedTime[]>();
    for (const ids of toChunks(circuitIds, CIRCUITS_A_QUERY)) {
      const rows = await rowsOf<Row>(
        reader,
        `SELECT id, circuit_id AS circuitId, from_at AS fromAt, to_at AS toAt, reason, state FROM exclusion
         WHERE circuit_id IN (${ids.map(() => '?').join(',')}) AND from_at < ? AND to_at > ?
           AND state IN (${EXCLUDING_STATES.map(() => '?').join(',')}) ORDER BY circuit_id, from_at, id`,
        [...ids, to, from, ...EXCLUDING_STATES],
      );
      for (const [circuitId, own] of groupBy(rows, (row) => row.circuitId)) found.set(circuitId, own.map(toTime));
    }
    return found;
  }
}

function toTime({ id, fromAt, toAt, reason, state }: Row): ExcludedTime {
  return { from: Number(fromAt), to: Number(toAt), reason, ref: id, isDisputed: state === 'objected' };
}
