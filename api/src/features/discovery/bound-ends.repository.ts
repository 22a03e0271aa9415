import { Injectable } from '@nestjs/common';
import type { BoundEnd, FreeEnd, PolledEnd } from '@linewatch/shared';
import { Database, type SqlValue, type Transaction } from '../../database/database.js';

/** The end of a circuit with the device of its port, and what the last poll said. */
export type WatchedEnd = PolledEnd & { readonly deviceId: string };

interface Row {
  readonly endId: string;
  readonly circuitId: string;
  readonly circuitCode: string;
  readonly contractedBps: number | string;
  readonly portId: number;
  readonly ifName: string;
  readonly expectedAlias: string | null;
  readonly deviceId: string;
}

const IDS_A_QUERY = 500;
const COLUMNS = `e.id AS endId, e.circuit_id AS circuitId, c.code AS circuitCode, c.contracted_bps AS contractedBps,
  p.id AS portId, p.if_name AS ifName, p.if_alias AS expectedAlias, p.device_id AS deviceId`;
/** What a circuit that is over was sold with contradicts nothing. */
const TABLES = `port p JOIN circuit_end e ON e.port_id = p.id
  JOIN circuit c ON c.id = e.circuit_id AND c.state <> 'terminated'`;

/** Which circuit ends are watched by which ports, as far as devices are compared with them. */
@Injectable()
export class BoundEnds {
  constructor(private readonly database: Database) {}

  /** The ends on some ports with what was read of them last. Ports that were never read are left out. */
  async watched(portIds: readonly number[]): Promise<WatchedEnd[]> {
    const found: WatchedEnd[] = [];
    for (let start = 0; start < portIds.length; start += IDS_A_QUERY) {
      const ids = portIds.slice(start, start + IDS_A_QUERY);
      found.push(...(await this.polled(`p.id IN (${marks(ids)})`, ids)));
    }
    return found;
  }

  /** The same for ports from one number on, in the order of their numbers. */
  watchedFrom(portId: number, limit: number): Promise<WatchedEnd[]> {
    return this.polled(`p.id >= ? AND p.id < ?`, [portId, portId + limit]);
  }

  async highestPort(): Promise<number> {
    const [row] = await this.database.read<{ highest: number | null }>('SELECT MAX(id) AS highest FROM port');
    return row?.highest ?? 0;
  }

  /** The ends on the ports of a device. */
  async ofDevice(tx: Transaction, deviceId: string): Promise<BoundEnd[]> {
    const rows = await tx.query<Row>(`SELECT ${COLUMNS} FROM ${TABLES} WHERE p.device_id = ?`, [deviceId]);
    return rows.map(toBoundEnd);
  }

  /** The circuits among some codes, and their ends that have no port. Compared exactly, whatever the collation. */
  async named(tx: Transaction, codes: readonly string[]): Promise<{ codes: Set<string>; freeEnds: FreeEnd[] }> {
    const known = new Set<string>();
    const freeEnds: FreeEnd[] = [];
    const wanted = new Set(codes);
    for (let start = 0; start < codes.length; start += IDS_A_QUERY) {
      const some = codes.slice(start, start + IDS_A_QUERY);
      const rows = await tx.query<{ code: string; circuitId: string; endId: string | null }>(
        `SELECT c.code AS code, c.id AS circuitId, e.id AS endId FROM circuit c
           LEFT JOIN circuit_end e ON e.circuit_id = c.id AND e.port_id IS NULL
         WHERE c.state <> 'terminated' AND c.code IN (${marks(some)}) ORDER BY e.side, e.seq`,
        some,
      );
      for (const { code, circuitId, endId } of rows) {
        if (!wanted.has(code)) continue;
        known.add(code);
        if (endId !== null) freeEnds.push({ endId, circuitId, circuitCode: code });
      }
    }
    return { codes: known, freeEnds };
  }

  private async polled(where: string, values: readonly SqlValue[]): Promise<WatchedEnd[]> {
    const rows = await this.database.read<Row & { ifIndex: number | null; speedBps: number | string | null }>(
      `SELECT ${COLUMNS}, ps.if_index AS ifIndex, ps.speed_bps AS speedBps
       FROM ${TABLES} JOIN port_state ps ON ps.port_id = p.id AND ps.sample_at IS NOT NULL
       WHERE ${where} ORDER BY p.id`,
      values,
    );
    return rows.map((row) => ({
      ...toBoundEnd(row),
      deviceId: row.deviceId,
      ifIndex: row.ifIndex,
      speedBps: row.speedBps === null ? null : Number(row.speedBps),
    }));
  }
}

function toBoundEnd(row: Row): BoundEnd {
  const { endId, circuitId, circuitCode, portId, ifName, expectedAlias } = row;
  return { endId, circuitId, circuitCode, portId, ifName, expectedAlias, contractedBps: Number(row.contractedBps) };
}

function marks(values: readonly unknown[]): string {
  return values.map(() => '?').join(',');
}
