import { Injectable } from '@nestjs/common';
import type { AlarmCode } from '@linewatch/shared';
import type { Transaction } from '../../database/database.js';
import type { Showing } from './alarm-book.js';
import type { TouchedCircuit } from './alarm-row.js';
import { LineMap } from './line-map.repository.js';

/** Alarms that hold exactly as long as the tables say so. */
export interface Condition {
  readonly codes: readonly AlarmCode[];
  shown(tx: Transaction, now: number): Promise<Showing[]>;
}

/** A device that carries so many circuits is missed by many. */
const MANY_CIRCUITS = 10;
const MOST = 20_000;
const RESTART_SHOWN_MS = 86_400_000;
/** Heartbeats come every few seconds; so long without one is no hiccup. */
const COLLECTOR_MISSED_AFTER_MS = 60_000;
/** Answers of a device that is there and does not let us in (RFC 3414 section 3.2). */
const REFUSALS: readonly string[] = ['AUTH_LEVEL', 'UNKNOWN_USER', 'WRONG_KEY', 'DECRYPT'];

interface DeviceRow {
  readonly id: string;
  readonly name: string;
  readonly at: number | string | null;
  readonly fault: string | null;
}

/** Devices that do not answer, or refuse us: three polls failed in a row. */
@Injectable()
export class DeviceConditions implements Condition {
  readonly codes = ['DEVICE_UNREACHABLE', 'CREDENTIAL_REFUSED'] as const;

  constructor(private readonly map: LineMap) {}

  async shown(tx: Transaction, now: number): Promise<Showing[]> {
    const rows = await tx.query<DeviceRow>(
      `SELECT d.id AS id, d.name AS name, d.contact_at AS at, d.fault AS fault FROM device d
       WHERE d.reachability = 'UNREACHABLE' ORDER BY d.id LIMIT ?`,
      [MOST],
    );
    const circuits = await this.map.circuitIdsOnDevices(
      tx,
      rows.map(({ id }) => id),
    );
    return rows.map(({ id, name, at, fault }): Showing => {
      const own = circuits.get(id) ?? [];
      const refused = REFUSALS.includes(fault ?? '');
      return {
        object: { type: 'DEVICE', id, name, deviceId: id, circuitId: null },
        code: refused ? 'CREDENTIAL_REFUSED' : 'DEVICE_UNREACHABLE',
        severity: !refused && own.length >= MANY_CIRCUITS ? 'critical' : 'major',
        facts: { circuits: own.length },
        at: Number(at ?? now),
        circuits: refused ? [] : own,
      };
    });
  }
}

/** Devices that began anew: something that happened, and that stands for a day. */
@Injectable()
export class DeviceRestarts implements Condition {
  readonly codes = ['DEVICE_RESTART'] as const;

  async shown(tx: Transaction, now: number): Promise<Showing[]> {
    const rows = await tx.query<{ id: string; name: string; at: number | string }>(
      `SELECT d.id AS id, d.name AS name, d.restarted_at AS at FROM device d
       WHERE d.restarted_at > ? ORDER BY d.id LIMIT ?`,
      [now - RESTART_SHOWN_MS, MOST],
    );
    return rows.map(({ id, name, at }) => ({
      object: { type: 'DEVICE', id, name, deviceId: id, circuitId: null },
      code: 'DEVICE_RESTART',
      facts: { restartedAt: new Date(Number(at)).toISOString() },
      at: Number(at),
      circuits: [],
    }));
  }
}

/** Circuits of which nothing is known since a device of ours does not answer: neither up nor down. */
@Injectable()
export class UnknownCircuits implements Condition {
  readonly codes = ['CIRCUIT_UNKNOWN'] as const;

  async shown(tx: Transaction, now: number): Promise<Showing[]> {
    const rows = await tx.query<
      TouchedCircuit & { readonly code: string; readonly since: number | string | null; readonly side: string }
    >(
      `SELECT c.id AS circuitId, c.customer_id AS customerId, c.code AS code, cs.since AS since, e.side AS side
       FROM device d JOIN port p ON p.device_id = d.id JOIN circuit_end e ON e.port_id = p.id
       JOIN circuit c ON c.id = e.circuit_id JOIN circuit_state cs ON cs.circuit_id = c.id
       WHERE d.reachability = 'UNREACHABLE' AND cs.status = 'unknown' AND e.monitoring <> 'UNMONITORED'
       ORDER BY c.id, e.side LIMIT ?`,
      [MOST],
    );
    const shown = new Map<string, Showing>();
    for (const { circuitId, customerId, code, since, side } of rows) {
      const sides = [...new Set([...String(shown.get(circuitId)?.facts?.['sides'] ?? '').split(','), side])];
      shown.set(circuitId, {
        object: { type: 'CIRCUIT', id: circuitId, name: code, deviceId: null, circuitId },
        code: 'CIRCUIT_UNKNOWN',
        facts: {
          sides: sides
            .filter((one) => one !== '')
            .sort()
            .join(','),
        },
        at: Number(since ?? now),
        circuits: [{ circuitId, customerId }],
      });
    }
    return [...shown.values()];
  }
}

/** Collectors that doubt themselves or fell silent, and ports whose device says that they moved. */
@Injectable()
export class HouseConditions implements Condition {
  readonly codes = ['COLLECTOR_IMPAIRED', 'PORT_REBIND_NEEDED'] as const;

  private firstLookAt: number | null = null;

  async shown(tx: Transaction, now: number): Promise<Showing[]> {
    return [...(await this.impaired(tx)), ...(await this.silent(tx, now)), ...(await this.moved(tx))];
  }

  /**
   * Collectors that nothing is heard of although devices are still theirs: nobody took them over. While this API was
   * away none could be heard, so that right after its start only those are told that were so before.
   */
  private async silent(tx: Transaction, now: number): Promise<Showing[]> {
    this.firstLookAt ??= now;
    const rows = await tx.query<{ id: string; code: string; at: number | string; isTold: number }>(
      `SELECT c.id AS id, c.code AS code, c.last_seen_at AS at,
         EXISTS (SELECT 1 FROM alarm a WHERE a.active_key IS NOT NULL AND a.object_type = 'COLLECTOR'
           AND a.object_id = c.id) AS isTold
       FROM collector c WHERE c.impaired_since IS NULL AND c.last_seen_at < ?
         AND EXISTS (SELECT 1 FROM device d WHERE d.polled_by = c.id) ORDER BY c.id LIMIT ?`,
      [now - COLLECTOR_MISSED_AFTER_MS, MOST],
    );
    const isLongHere = now - this.firstLookAt >= COLLECTOR_MISSED_AFTER_MS;
    return rows
      .filter(({ isTold }) => isLongHere || isTold === 1)
      .map(({ id, code, at }) => ({
        object: { type: 'COLLECTOR', id, name: code, deviceId: null, circuitId: null },
        code: 'COLLECTOR_IMPAIRED',
        facts: { lastSeenAt: new Date(Number(at)).toISOString() },
        at: Number(at),
        circuits: [],
      }));
  }

  private async impaired(tx: Transaction): Promise<Showing[]> {
    const rows = await tx.query<{ id: string; code: string; at: number | string }>(
      'SELECT id, code, impaired_since AS at FROM collector WHERE impaired_since IS NOT NULL ORDER BY id LIMIT ?',
      [MOST],
    );
    return rows.map(({ id, code, at }) => ({
      object: { type: 'COLLECTOR', id, name: code, deviceId: null, circuitId: null },
      code: 'COLLECTOR_IMPAIRED',
      at: Number(at),
      circuits: [],
    }));
  }

  private async moved(tx: Transaction): Promise<Showing[]> {
    const rows = await tx.query<{ portId: number; deviceId: string; name: string; at: number | string }>(
      `SELECT p.id AS portId, d.id AS deviceId, d.name AS name, n.raised_at AS at
       FROM inventory_notice n JOIN port p ON p.id = n.port_id JOIN device d ON d.id = p.device_id
       WHERE n.active_key IS NOT NULL AND n.decision IS NULL AND n.kind = 'PORT_REBIND_NEEDED' ORDER BY p.id LIMIT ?`,
      [MOST],
    );
    return rows.map(({ portId, deviceId, name, at }) => ({
      object: { type: 'PORT', id: String(portId), name, deviceId, circuitId: null },
      code: 'PORT_REBIND_NEEDED',
      at: Number(at),
      circuits: [],
    }));
  }
}
