import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../database/database.js';
import { toChunks } from '../telemetry/index.js';
import type { AlarmBook } from './alarm-book.js';
import { isStanding, keyOf, type TouchedCircuit } from './alarm-row.js';
import { TOGETHER_MS } from './correlation.js';
import { grouped } from './grouped.js';
import { LineMap } from './line-map.repository.js';

/** So many circuits that fail together make one event. */
const CIRCUITS_OF_AN_EVENT = 3;

interface DownCircuit extends TouchedCircuit {
  readonly deviceId: string;
  readonly deviceName: string;
  readonly at: number;
}

/** What circuits have in common that went down together: the device that carries most of them (standards 2.7, rule 6). */
@Injectable()
export class SharedResources {
  constructor(private readonly map: LineMap) {}

  /** Raises and clears the alarms of devices at which several circuits went down within two minutes. */
  async judge(tx: Transaction, book: AlarmBook, deviceIds: readonly string[], now: number): Promise<void> {
    if (deviceIds.length === 0) return;
    const down = await this.downOn(tx, deviceIds);
    await book.read(
      tx,
      deviceIds.flatMap((id) => [keyOf({ type: 'RESOURCE', id }, 'SHARED_RESOURCE_DOWN')]),
    );
    const groups = [...grouped(down, ({ deviceId }) => deviceId)].flatMap(([deviceId, circuits]) => {
      const together = largestTogether(circuits);
      return together.length < CIRCUITS_OF_AN_EVENT ? [] : [{ deviceId, together }];
    });
    const all = await this.map.circuitIdsOnDevices(
      tx,
      groups.map(({ deviceId }) => deviceId),
    );
    const share = ({ deviceId, together }: (typeof groups)[number]): number =>
      together.length / (all.get(deviceId)?.length ?? together.length);
    const taken = new Set<string>();
    // The two ends of the same circuits hang together twice: the device of which more is down explains them.
    for (const group of groups.sort(
      (one, other) => share(other) - share(one) || (one.deviceId < other.deviceId ? -1 : 1),
    )) {
      const own = group.together.filter(({ circuitId }) => !taken.has(circuitId));
      const [first] = own;
      if (first === undefined || own.length < CIRCUITS_OF_AN_EVENT) continue;
      for (const { circuitId } of own) taken.add(circuitId);
      const key = keyOf({ type: 'RESOURCE', id: group.deviceId }, 'SHARED_RESOURCE_DOWN');
      if (isStanding(book.get(key))) continue;
      book.raise({
        object: {
          type: 'RESOURCE',
          id: group.deviceId,
          name: first.deviceName,
          deviceId: group.deviceId,
          circuitId: null,
        },
        code: 'SHARED_RESOURCE_DOWN',
        at: Math.min(...own.map(({ at }) => at)),
        circuits: own,
        facts: { circuits: own.length },
      });
    }
    const stillDown = new Set(down.map(({ deviceId }) => deviceId));
    for (const deviceId of deviceIds) {
      if (!stillDown.has(deviceId)) book.clear(keyOf({ type: 'RESOURCE', id: deviceId }, 'SHARED_RESOURCE_DOWN'), now);
    }
  }

  private async downOn(tx: Transaction, deviceIds: readonly string[]): Promise<DownCircuit[]> {
    const down: DownCircuit[] = [];
    for (const ids of toChunks(deviceIds, 300)) {
      const rows = await tx.query<Omit<DownCircuit, 'at'> & { readonly at: number | string }>(
        `SELECT DISTINCT p.device_id AS deviceId, d.name AS deviceName, a.circuit_id AS circuitId,
           e.customer_id AS customerId, a.last_raised_at AS at
         FROM port p JOIN device d ON d.id = p.device_id JOIN circuit_end e ON e.port_id = p.id
         JOIN alarm a ON a.circuit_id = e.circuit_id AND a.code = 'CIRCUIT_DOWN' AND a.active_key IS NOT NULL
         WHERE p.device_id IN (${ids.map(() => '?').join(',')}) ORDER BY a.last_raised_at, a.circuit_id`,
        ids,
      );
      down.push(...rows.map((row) => ({ ...row, at: Number(row.at) })));
    }
    return down;
  }
}

/** The most circuits whose begin lies within two minutes. */
function largestTogether(circuits: readonly DownCircuit[]): readonly DownCircuit[] {
  const order = circuits.toSorted((one, other) => one.at - other.at);
  let best: readonly DownCircuit[] = [];
  for (const [start, first] of order.entries()) {
    const together = order.slice(start).filter(({ at }) => at - first.at <= TOGETHER_MS);
    if (together.length > best.length) best = together;
  }
  return best;
}
