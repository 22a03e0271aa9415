import { Injectable } from '@nestjs/common';
import type { CarryingPorts, CircuitEndSide, ImpactedCustomer } from '@linewatch/shared';
import { Database } from '../../database/database.js';
import { scopeCondition } from '../../platform/auth/scope-predicate.js';
import type { Scope } from '../../platform/auth/scope.js';
import { visibleDevices } from '../devices/index.js';

/** A circuit on a device with whose it is. */
export interface CarriedCircuit {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly customerId: string;
  readonly customerNameZh: string;
  readonly customerNameEn: string;
  readonly grade: string;
  readonly slaClass: string | null;
}

/** Where a circuit meets the device. */
export interface CarriedEnd {
  readonly side: CircuitEndSide;
  readonly name: string;
}

/** A circuit of which nothing was stored yet stands among the unknown ones. */
const RANK = 'COALESCE(cs.status_rank, 2)';
const ENDS_OF_A_CIRCUIT = 4;

/** What runs over a device. Every method takes the scope first; terminated circuits are history. */
@Injectable()
export class DeviceImpactRepository {
  constructor(private readonly database: Database) {}

  /** Whether the device is one that the scope may know of. */
  async isVisible(scope: Scope, deviceId: string): Promise<boolean> {
    const visible = visibleDevices(scope);
    const rows = await this.database.read<{ id: string }>(
      `SELECT d.id AS id FROM device d WHERE d.id = ? AND ${visible.sql}`,
      [deviceId, ...visible.values],
    );
    return rows.some(({ id }) => id === deviceId);
  }

  /** The circuits on a device, the worst first, at most `limit`. */
  circuits(scope: Scope, deviceId: string, limit: number): Promise<CarriedCircuit[]> {
    const { sql, values } = carried(scope, deviceId);
    return this.database.read<CarriedCircuit>(
      `SELECT c.id AS id, c.code AS code, c.name AS name, c.customer_id AS customerId, cu.name_zh AS customerNameZh,
         cu.name_en AS customerNameEn, cu.grade AS grade, co.sla_class AS slaClass
       FROM circuit c JOIN customer cu ON cu.id = c.customer_id LEFT JOIN contract co ON co.id = c.contract_id
         LEFT JOIN circuit_state cs ON cs.circuit_id = c.id
       WHERE ${sql} ORDER BY ${RANK}, c.code LIMIT ?`,
      [...values, limit],
    );
  }

  /** The ports of the device at which these circuits, found by the scope before, end; by circuit. */
  async ends(deviceId: string, circuitIds: readonly string[]): Promise<Map<string, CarriedEnd[]>> {
    const byCircuit = new Map<string, CarriedEnd[]>();
    if (circuitIds.length === 0) return byCircuit;
    const rows = await this.database.read<CarriedEnd & { circuitId: string }>(
      `SELECT e.circuit_id AS circuitId, e.side AS side, p.if_name AS name
       FROM circuit_end e JOIN port p ON p.id = e.port_id
       WHERE p.device_id = ? AND e.circuit_id IN (${circuitIds.map(() => '?').join(',')})
       ORDER BY e.circuit_id, e.side, e.seq LIMIT ?`,
      [deviceId, ...circuitIds, circuitIds.length * ENDS_OF_A_CIRCUIT],
    );
    for (const { circuitId, ...end } of rows) byCircuit.set(circuitId, [...(byCircuit.get(circuitId) ?? []), end]);
    return byCircuit;
  }

  /** The ports of a device at which circuits in scope end, by name. */
  async ports(scope: Scope, deviceId: string, limit: number): Promise<CarryingPorts['items']> {
    const mine = scopeCondition(scope, { customer: 'c.customer_id', circuit: 'c.id' });
    const rows = await this.database.read<{ id: number; name: string; circuits: number | string }>(
      `SELECT p.id AS id, p.if_name AS name, COUNT(DISTINCT c.id) AS circuits
       FROM port p JOIN circuit_end e ON e.port_id = p.id JOIN circuit c ON c.id = e.circuit_id
       WHERE p.device_id = ? AND c.state <> 'terminated' AND ${mine.sql}
       GROUP BY p.id, p.if_name ORDER BY p.if_name, p.id LIMIT ?`,
      [deviceId, ...mine.values, limit],
    );
    return rows.map(({ id, name, circuits }) => ({ id, name, circuits: Number(circuits) }));
  }

  /** The customers on a device, those with the most circuits first. */
  async customers(scope: Scope, deviceId: string, limit: number): Promise<ImpactedCustomer[]> {
    const { sql, values } = carried(scope, deviceId);
    const rows = await this.database.read<Omit<ImpactedCustomer, 'circuits'> & { circuits: number | string }>(
      `SELECT cu.id AS id, cu.name_zh AS nameZh, cu.name_en AS nameEn, cu.grade AS grade, COUNT(*) AS circuits
       FROM circuit c JOIN customer cu ON cu.id = c.customer_id
       WHERE ${sql} GROUP BY cu.id, cu.name_zh, cu.name_en, cu.grade, cu.code
       ORDER BY COUNT(*) DESC, cu.code LIMIT ?`,
      [...values, limit],
    );
    return rows.map((row) => ({ ...row, circuits: Number(row.circuits) }));
  }
}

function carried(scope: Scope, deviceId: string): { sql: string; values: readonly string[] } {
  const mine = scopeCondition(scope, { customer: 'c.customer_id', circuit: 'c.id' });
  return {
    sql: `c.state <> 'terminated' AND c.id IN (
      SELECT ce.circuit_id FROM circuit_end ce JOIN port cp ON cp.id = ce.port_id WHERE cp.device_id = ?
    ) AND ${mine.sql}`,
    values: [deviceId, ...mine.values.map(String)],
  };
}
