import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../database/database.js';
import { groupBy } from '../telemetry/index.js';

interface CircuitMonth {
  readonly circuitId: string;
  readonly month: string;
}

/** The only class that reads or writes `sla_warning`: what was told of a month already. */
@Injectable()
export class SlaWarningRepository {
  /** The highest level that was told, by `circuit month`. */
  async known(tx: Transaction, asked: readonly CircuitMonth[]): Promise<Map<string, number>> {
    if (asked.length === 0) return new Map();
    const ids = asked.map(({ circuitId }) => circuitId);
    const months = [...new Set(asked.map(({ month }) => month))];
    const rows = await tx.query<CircuitMonth & { level: number | string }>(
      `SELECT circuit_id AS circuitId, month, MAX(level) AS level FROM sla_warning
       WHERE circuit_id IN (${places(ids)}) AND month IN (${places(months)}) GROUP BY circuit_id, month`,
      [...ids, ...months],
    );
    return new Map(rows.map(({ circuitId, month, level }) => [`${circuitId} ${month}`, Number(level)]));
  }

  async add(tx: Transaction, told: readonly (CircuitMonth & { level: number })[], at: number): Promise<void> {
    const rows = told.map(({ circuitId, month, level }) => [circuitId, month, level, at]);
    const keys = ['circuit_id', 'month', 'level'];
    await tx.insertMany('sla_warning', [...keys, 'at'], keys, rows, 'ignore');
  }

  /** The sites of circuits: who sees none of them is not told. */
  async sites(tx: Transaction, circuitIds: readonly string[]): Promise<Map<string, string[]>> {
    if (circuitIds.length === 0) return new Map();
    const rows = await tx.query<{ circuitId: string; siteId: string }>(
      `SELECT DISTINCT circuit_id AS circuitId, site_id AS siteId FROM circuit_end
       WHERE site_id IS NOT NULL AND circuit_id IN (${places(circuitIds)}) ORDER BY circuit_id, site_id`,
      circuitIds,
    );
    const byCircuit = groupBy(rows, ({ circuitId }) => circuitId);
    return new Map([...byCircuit].map(([id, own]) => [id, own.map(({ siteId }) => siteId)]));
  }
}

function places(values: readonly unknown[]): string {
  return values.map(() => '?').join(',');
}
