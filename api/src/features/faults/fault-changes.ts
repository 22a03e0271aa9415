import { Injectable } from '@nestjs/common';
import type { Severity } from '@linewatch/shared';
import { Database } from '../../database/database.js';

export const FAULT_CHANGE_KINDS = ['RAISED', 'CHANGED', 'CLEARED', 'CAME_BACK', 'NOTED', 'TAKEN_UP'] as const;
export type FaultChangeKind = (typeof FAULT_CHANGE_KINDS)[number];

/** One happening of a fault. */
export interface FaultChange {
  /** Grows from happening to happening; a reader keeps the last one it has dealt with. */
  readonly position: number;
  readonly faultId: string;
  readonly circuitId: string;
  readonly customerId: string;
  readonly kind: FaultChangeKind;
  readonly severity: Severity;
  /** ms, by the network's clock. */
  readonly at: number;
}

type Row = Omit<FaultChange, 'position' | 'at'> & Readonly<Record<'position' | 'at', number | string>>;

/**
 * What happened to faults, in one order for the whole house: positions are given under a lock, so that a change is
 * never committed before one with a smaller position. Kept for RETAIN_FAULT_LOG_DAYS.
 */
@Injectable()
export class FaultChanges {
  constructor(private readonly database: Database) {}

  /** At most `limit` changes after a position, oldest first; 0 begins with the first that is kept. */
  async after(position: number, limit = 500): Promise<FaultChange[]> {
    const rows = await this.database.read<Row>(
      `SELECT position, fault_id AS faultId, circuit_id AS circuitId, customer_id AS customerId, kind, severity, at
       FROM fault_change WHERE position > ? ORDER BY position LIMIT ?`,
      [position, limit],
    );
    return rows.map((row) => ({ ...row, position: Number(row.position), at: Number(row.at) }));
  }

  /** The newest position: where a reader begins that wants no past. */
  async newest(): Promise<number> {
    const [row] = await this.database.read<{ position: number | string | null }>(
      'SELECT MAX(position) AS position FROM fault_change',
    );
    return Number(row?.position ?? 0);
  }
}
