import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { Database, type Transaction } from '../../database/database.js';
import { probeKey, probeOfKey } from '../inventory/index.js';

const SETTING = 'division.version';
const IDS_A_STATEMENT = 500;

/** Which collector was given which device or probe last: each has one holder until that one has let go of it. */
@Injectable()
export class DeviceHolds {
  constructor(private readonly database: Database) {}

  /** A word that changes with every change of a holder. */
  async version(): Promise<string> {
    const [row] = await this.database.read<{ value: string }>('SELECT value FROM setting WHERE name = ?', [SETTING]);
    return row?.value ?? 'none';
  }

  /** Holders by device, and by key of a probe; what nobody holds is left out. */
  async read(tx?: Transaction): Promise<Map<string, string>> {
    const ask = (table: string): Promise<{ id: string | number; polledBy: string }[]> => {
      const sql = `SELECT id, polled_by AS polledBy FROM ${table} WHERE polled_by IS NOT NULL`;
      return tx === undefined ? this.database.read(sql) : tx.query(sql);
    };
    const devices = await ask('device');
    const probes = await ask('measure_point');
    return new Map([
      ...devices.map(({ id, polledBy }) => [String(id), polledBy] as const),
      ...probes.map(({ id, polledBy }) => [probeKey(Number(id)), polledBy] as const),
    ]);
  }

  /** How many devices each collector holds. */
  async counts(): Promise<Map<string, number>> {
    const rows = await this.database.read<{ polledBy: string; devices: number | string }>(
      'SELECT polled_by AS polledBy, COUNT(*) AS devices FROM device WHERE polled_by IS NOT NULL GROUP BY polled_by',
    );
    return new Map(rows.map(({ polledBy, devices }) => [polledBy, Number(devices)]));
  }

  /** From here to the end of the transaction nobody else changes a holder, in any instance. */
  async lock(tx: Transaction): Promise<void> {
    await tx.insertMany('setting', ['name', 'value'], ['name'], [[SETTING, uuidv7()]], 'update');
  }

  /** Needs `lock`. @param keys ids of devices and keys of probes @param holder null: nobody */
  async set(tx: Transaction, keys: readonly string[], holder: string | null): Promise<void> {
    // In the order of the key, so that two transactions do not wait for each other's rows.
    const devices = keys.filter((key) => probeOfKey(key) === undefined).toSorted();
    const probes = keys.flatMap((key) => probeOfKey(key) ?? []).toSorted((one, other) => one - other);
    await setHolder(tx, 'device', devices, holder);
    await setHolder(tx, 'measure_point', probes, holder);
  }
}

async function setHolder(
  tx: Transaction,
  table: 'device' | 'measure_point',
  sorted: readonly (string | number)[],
  holder: string | null,
): Promise<void> {
  for (let start = 0; start < sorted.length; start += IDS_A_STATEMENT) {
    const ids = sorted.slice(start, start + IDS_A_STATEMENT);
    await tx.execute(`UPDATE ${table} SET polled_by = ? WHERE id IN (${ids.map(() => '?').join(',')})`, [
      holder,
      ...ids,
    ]);
  }
}
