import { Injectable } from '@nestjs/common';
import type { CircuitEndSide, MeasureKind } from '@linewatch/shared';
import { Database } from '../../database/database.js';
import { scopeCondition } from '../../platform/auth/scope-predicate.js';
import type { Scope } from '../../platform/auth/scope.js';

/** A point as people may know it: nothing of the device behind it. */
export interface CircuitPoint {
  readonly pointId: number;
  readonly side: CircuitEndSide;
  readonly kind: MeasureKind;
  readonly source: string;
  readonly layer: string | null;
  readonly intervalS: number;
}

/** More points than a circuit has in any house we know; a page could not show them. */
const POINTS_A_CIRCUIT = 64;

/** The points of circuits, for people. */
@Injectable()
export class MeasuredCircuitRepository {
  constructor(private readonly database: Database) {}

  /** The points of a circuit, A before Z; undefined outside the scope. */
  async pointsOf(scope: Scope, circuitId: string): Promise<CircuitPoint[] | undefined> {
    const mine = scopeCondition(scope, { customer: 'c.customer_id', circuit: 'c.id' });
    const rows = await this.database.read<
      Omit<CircuitPoint, 'layer' | 'pointId'> & { readonly pointId: number | null; readonly settingsJson: string }
    >(
      `SELECT m.id AS pointId, m.side AS side, m.kind AS kind, m.source AS source, m.settings_json AS settingsJson,
         m.interval_s AS intervalS
       FROM circuit c LEFT JOIN measure_point m ON m.circuit_id = c.id
       WHERE c.id = ? AND ${mine.sql} ORDER BY m.side, m.kind, m.id LIMIT ${String(POINTS_A_CIRCUIT)}`,
      [circuitId, ...mine.values],
    );
    if (rows.length === 0) return undefined;
    return rows.flatMap(({ pointId, settingsJson, ...point }) =>
      pointId === null ? [] : [{ ...point, pointId, layer: layerOf(point.source, settingsJson) }],
    );
  }
}

/** The one setting that people need to tell the points of an SDH port apart. */
function layerOf(source: string, settingsJson: string): string | null {
  return source === 'SONET' ? (/"layer":"([A-Z]+)"/.exec(settingsJson)?.[1] ?? null) : null;
}
