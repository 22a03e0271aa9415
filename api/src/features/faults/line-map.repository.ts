import { Injectable } from '@nestjs/common';
import type { CircuitEndSide, PortStatus } from '@linewatch/shared';
import type { Transaction } from '../../database/database.js';
import { type PortFigures, readAtAmong, readPortFigures } from '../port-pages/index.js';
import { toChunks } from '../telemetry/index.js';
import type { AlarmObject, TouchedCircuit } from './alarm-row.js';

/** A port with what is known of it now. */
export interface MappedPort {
  readonly portId: number;
  readonly role: string;
  readonly intervalMs: number;
  readonly status: PortStatus;
  /** ms; its newest reading. */
  readonly heardAt: number;
  readonly object: AlarmObject;
}

export interface MappedEnd {
  readonly side: CircuitEndSide;
  readonly siteId: string | null;
  /** Null where nothing is watched. */
  readonly port: MappedPort | null;
}

/** A circuit with its ends, A before Z. */
export interface MappedCircuit extends TouchedCircuit {
  readonly code: string;
  readonly name: string;
  readonly isProtected: boolean;
  readonly contractedBps: number;
  readonly ends: readonly MappedEnd[];
}

const IDS_A_QUERY = 400;
const PORT = `p.id AS portId, p.role AS role, p.if_name AS ifName, d.id AS deviceId, d.name AS deviceName,
  pp.interval_s AS intervalS, ps.status AS status, ps.sample_at AS heardAt`;
const PORT_JOINS = `JOIN device d ON d.id = p.device_id JOIN poll_profile pp ON pp.id = d.poll_profile_id
  LEFT JOIN port_state ps ON ps.port_id = p.id`;

interface PortRow {
  readonly portId: number;
  readonly role: string;
  readonly ifName: string;
  readonly deviceId: string;
  readonly deviceName: string;
  readonly intervalS: number;
  readonly status: PortStatus | null;
  readonly heardAt: number | string | null;
}

interface EndRow extends Omit<PortRow, 'portId'> {
  readonly portId: number | null;
  readonly circuitId: string;
  readonly customerId: string;
  readonly code: string;
  readonly name: string;
  readonly composeMode: string;
  readonly contractedBps: number | string;
  readonly side: CircuitEndSide | null;
  readonly siteId: string | null;
}

/** What hangs together: circuits, their ends, ports and devices. For the engine, which works for the whole house. */
@Injectable()
export class LineMap {
  async ports(tx: Transaction, portIds: readonly number[]): Promise<MappedPort[]> {
    const ports: MappedPort[] = [];
    for (const ids of toChunks(portIds, IDS_A_QUERY)) {
      const rows = await tx.query<PortRow>(
        `SELECT ${PORT} FROM port p ${PORT_JOINS} WHERE p.id IN (${marks(ids)}) ORDER BY p.id`,
        ids,
      );
      const pages = await readPortFigures(tx, ids);
      ports.push(...rows.map((row) => toPort(row, pages)));
    }
    return ports;
  }

  async circuits(tx: Transaction, circuitIds: readonly string[]): Promise<MappedCircuit[]> {
    const circuits: MappedCircuit[] = [];
    for (const ids of toChunks(circuitIds, IDS_A_QUERY)) {
      const rows = await tx.query<EndRow>(
        `SELECT c.id AS circuitId, c.customer_id AS customerId, c.code AS code, c.name AS name,
           c.compose_mode AS composeMode, c.contracted_bps AS contractedBps, e.side AS side, e.site_id AS siteId, ${PORT}
         FROM circuit c LEFT JOIN circuit_end e ON e.circuit_id = c.id
         LEFT JOIN port p ON p.id = e.port_id AND e.monitoring <> 'UNMONITORED'
         LEFT JOIN device d ON d.id = p.device_id LEFT JOIN poll_profile pp ON pp.id = d.poll_profile_id
         LEFT JOIN port_state ps ON ps.port_id = p.id
         WHERE c.id IN (${marks(ids)}) ORDER BY c.id, e.side, e.seq`,
        ids,
      );
      const pages = await readPortFigures(
        tx,
        rows.flatMap(({ portId }) => portId ?? []),
      );
      circuits.push(...toCircuits(rows, pages));
    }
    return circuits;
  }

  /** The circuits at some ports. */
  async circuitIdsOn(tx: Transaction, portIds: readonly number[]): Promise<Map<number, TouchedCircuit[]>> {
    const found = new Map<number, TouchedCircuit[]>();
    for (const ids of toChunks(portIds, IDS_A_QUERY)) {
      const rows = await tx.query<TouchedCircuit & { portId: number }>(
        `SELECT DISTINCT port_id AS portId, circuit_id AS circuitId, customer_id AS customerId FROM circuit_end
         WHERE port_id IN (${marks(ids)}) AND monitoring <> 'UNMONITORED' ORDER BY port_id, circuit_id`,
        ids,
      );
      for (const { portId, ...circuit } of rows) found.set(portId, [...(found.get(portId) ?? []), circuit]);
    }
    return found;
  }

  /** Circuits by their ids, as lists of one. */
  async customersOf(tx: Transaction, circuitIds: readonly string[]): Promise<Map<string, TouchedCircuit[]>> {
    const found = new Map<string, TouchedCircuit[]>();
    for (const ids of toChunks(circuitIds, IDS_A_QUERY)) {
      const rows = await tx.query<TouchedCircuit>(
        `SELECT id AS circuitId, customer_id AS customerId FROM circuit WHERE id IN (${marks(ids)})`,
        ids,
      );
      for (const row of rows) found.set(row.circuitId, [row]);
    }
    return found;
  }

  /** The circuits with an end on some devices. */
  async circuitIdsOnDevices(tx: Transaction, deviceIds: readonly string[]): Promise<Map<string, TouchedCircuit[]>> {
    const found = new Map<string, TouchedCircuit[]>();
    for (const ids of toChunks(deviceIds, IDS_A_QUERY)) {
      const rows = await tx.query<TouchedCircuit & { deviceId: string }>(
        `SELECT DISTINCT p.device_id AS deviceId, e.circuit_id AS circuitId, e.customer_id AS customerId
         FROM port p JOIN circuit_end e ON e.port_id = p.id
         WHERE p.device_id IN (${marks(ids)}) AND e.monitoring <> 'UNMONITORED' ORDER BY p.device_id, e.circuit_id`,
        ids,
      );
      for (const { deviceId, ...circuit } of rows) found.set(deviceId, [...(found.get(deviceId) ?? []), circuit]);
    }
    return found;
  }

  /** When devices said by themselves that ports went down (RFC 2863 linkDown), ms, since a moment. */
  async toldDown(tx: Transaction, portIds: readonly number[], since: number): Promise<Map<number, number[]>> {
    const told = new Map<number, number[]>();
    for (const ids of toChunks(portIds, IDS_A_QUERY)) {
      const rows = await tx.query<{ portId: number; at: number | string }>(
        `SELECT ps.port_id AS portId, t.trap_at AS at FROM port_state ps JOIN port p ON p.id = ps.port_id
         JOIN trap t ON t.device_id = p.device_id AND t.if_index = ps.if_index
         WHERE ps.port_id IN (${marks(ids)}) AND t.oid = ? AND t.trap_at >= ?`,
        [...ids, LINK_DOWN, since],
      );
      for (const { portId, at } of rows) told.set(portId, [...(told.get(portId) ?? []), Number(at)]);
    }
    return told;
  }
}

/** snmpTraps.3 (RFC 2863 section 6). */
const LINK_DOWN = '1.3.6.1.6.3.1.1.5.3';

function toPort(row: PortRow, pages: ReadonlyMap<number, PortFigures>): MappedPort {
  return {
    portId: row.portId,
    role: row.role,
    intervalMs: row.intervalS * 1_000,
    status: row.status ?? 'UNKNOWN',
    heardAt: readAtAmong(pages, row.portId, row.heardAt) ?? 0,
    object: {
      type: 'PORT',
      id: String(row.portId),
      name: `${row.deviceName} ${row.ifName}`.slice(0, 160),
      deviceId: row.deviceId,
      circuitId: null,
    },
  };
}

function toCircuits(rows: readonly EndRow[], pages: ReadonlyMap<number, PortFigures>): MappedCircuit[] {
  const circuits = new Map<string, MappedCircuit>();
  for (const row of rows) {
    const { portId, side, siteId } = row;
    const port = portId === null ? null : toPort({ ...row, portId }, pages);
    const end = side === null ? [] : [{ side, siteId, port }];
    const known = circuits.get(row.circuitId);
    circuits.set(row.circuitId, {
      circuitId: row.circuitId,
      customerId: row.customerId,
      code: row.code,
      name: row.name,
      isProtected: row.composeMode === 'PARALLEL',
      contractedBps: Number(row.contractedBps),
      ends: [...(known?.ends ?? []), ...end],
    });
  }
  return [...circuits.values()];
}

function marks(values: readonly unknown[]): string {
  return values.map(() => '?').join(',');
}
