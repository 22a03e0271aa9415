import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { Database, type Transaction } from '../../database/database.js';

const SETTING = 'division.version';
const IDS_A_STATEMENT = 500;

/** Which collector was given which device last: a device has one holder until that one has let go of it. */
@Injectable()
export class DeviceHolds {
  constructor(private readonly database: Database) {}

  /** A word that changes with every change of a holder. */
  async version(): Promise<string> {
    const [row] = await this.database.read<{ value: string }>('SELECT value FROM setting WHERE name = ?', [SETTING]);
    return row?.value ?? 'none';
  }

  /** Holders by device; devices of nobody are left out. */
  async read(tx?: Transaction): Promise<Map<string, string>> {
    const sql = 'SELECT id, polled_by AS polledBy FROM device WHERE polled_by IS NOT NULL';
    const rows = await (tx === undefined
      ? this.database.read<{ id: string; polledBy: string }>(sql)
      : tx.query<{ id: string; polledBy: string }>(sql));
    return new Map(rows.map(({ id, polledBy }) => [id, polledBy]));
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

  /** Needs `lock`. @param holder null: nobody */
  async set(tx: Transaction, deviceIds: readonly string[], holder: string | null): Promise<void> {
    // In the order of the key, so that two transactions do not wait for each other's rows.
    const sorted = deviceIds.toSorted();
    for (let start = 0; start < sorted.length; start += IDS_A_STATEMENT) {
      const ids = sorted.slice(start, start + IDS_A_STATEMENT);
      await tx.execute(`UPDATE device SET polled_by = ? WHERE id IN (${ids.map(() => '?').join(',')})`, [
        holder,
        ...ids,
      ]);
    }
  }
}
