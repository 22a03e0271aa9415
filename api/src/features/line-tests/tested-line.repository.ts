import { Injectable } from '@nestjs/common';
import type { CircuitEndSide, PortStatus } from '@linewatch/shared';
import { Database } from '../../database/database.js';
import { type RowSource, rowsOf } from '../../database/row-source.js';
import { readAtAmong, readPortFigures } from '../port-pages/index.js';

/** A watched end of a line and its newest reading. Times in ms. */
export interface WatchedEnd {
  readonly side: CircuitEndSide;
  readonly portId: number;
  readonly deviceId: string;
  readonly status: PortStatus;
  readonly readAt: number | null;
}

export interface LinePoint {
  readonly pointId: number;
  readonly side: CircuitEndSide;
  readonly kind: 'OPTICAL' | 'LATENCY';
  readonly intervalS: number;
}

const POINTS_A_LINE = 32;

/** What of a line can be read, and how it was read last. Knows no scope: its caller found the line by one. */
@Injectable()
export class TestedLine {
  constructor(private readonly database: Database) {}

  /** The watched ends, A before Z. */
  async ends(circuitId: string, source: RowSource = this.database): Promise<WatchedEnd[]> {
    const rows = await rowsOf<
      Omit<WatchedEnd, 'status' | 'readAt'> & { status: PortStatus | null; readAt: number | string | null }
    >(
      source,
      `SELECT e.side AS side, p.id AS portId, p.device_id AS deviceId, ps.status AS status, ps.sample_at AS readAt
       FROM circuit_end e JOIN port p ON p.id = e.port_id LEFT JOIN port_state ps ON ps.port_id = p.id
       WHERE e.circuit_id = ? AND e.monitoring = 'SNMP' ORDER BY e.side, e.seq`,
      [circuitId],
    );
    const pages = await readPortFigures(
      source,
      rows.map(({ portId }) => portId),
    );
    return rows.map(({ status, readAt, ...row }) => ({
      ...row,
      status: status ?? 'UNKNOWN',
      readAt: readAtAmong(pages, row.portId, readAt),
    }));
  }

  async points(circuitId: string): Promise<LinePoint[]> {
    return this.database.read<LinePoint>(
      `SELECT m.id AS pointId, m.side AS side, m.kind AS kind, m.interval_s AS intervalS FROM measure_point m
       WHERE m.circuit_id = ? AND m.kind IN ('OPTICAL', 'LATENCY') ORDER BY m.side, m.id LIMIT ${String(POINTS_A_LINE)}`,
      [circuitId],
    );
  }

  /** Percent of the contracted bandwidth by a reading since `since` (ms); null: there is none. */
  async utilisation(circuitId: string, since: number): Promise<number | null> {
    const [row] = await this.database.read<{ utilisation: number | null }>(
      'SELECT utilisation AS utilisation FROM circuit_state WHERE circuit_id = ? AND sample_at >= ?',
      [circuitId, since],
    );
    return row?.utilisation ?? null;
  }

  /** Sites that the line touches, for who may hear of it. */
  async sites(circuitId: string, source: RowSource): Promise<string[]> {
    const rows = await rowsOf<{ siteId: string }>(
      source,
      'SELECT DISTINCT site_id AS siteId FROM circuit_end WHERE circuit_id = ? AND site_id IS NOT NULL',
      [circuitId],
    );
    return rows.map(({ siteId }) => siteId);
  }
}
