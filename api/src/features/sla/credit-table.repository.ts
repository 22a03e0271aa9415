import { Injectable } from '@nestjs/common';
import type { CreditTable, CreditTableForm, CreditTableView } from '@linewatch/shared';
import type { Transaction } from '../../database/database.js';
import { type RowSource, rowsOf } from '../../database/row-source.js';
import { groupBy } from '../telemetry/index.js';

interface TableRow {
  readonly id: string;
  readonly name: string;
  readonly basis: CreditTableView['basis'];
  readonly capPercent: number;
  readonly version: number;
}

interface TierRow {
  readonly tableId: string;
  readonly fromS: number;
  readonly toS: number | null;
  readonly percent: number;
}

const TABLES_SHOWN = 200;

/** The only class that reads or writes `credit_table` and its tiers. They belong to the house, not to a customer. */
@Injectable()
export class CreditTableRepository {
  async all(reader: RowSource): Promise<CreditTableView[]> {
    const rows = await rowsOf<TableRow>(
      reader,
      `SELECT id, name, basis, cap_percent AS capPercent, version FROM credit_table ORDER BY name LIMIT ?`,
      [TABLES_SHOWN],
    );
    return this.withTiers(reader, rows);
  }

  async byIds(reader: RowSource, ids: readonly string[]): Promise<Map<string, CreditTableView>> {
    if (ids.length === 0) return new Map();
    const rows = await rowsOf<TableRow>(
      reader,
      `SELECT id, name, basis, cap_percent AS capPercent, version FROM credit_table
       WHERE id IN (${ids.map(() => '?').join(',')})`,
      ids,
    );
    return new Map((await this.withTiers(reader, rows)).map((table) => [table.id, table]));
  }

  /** Whether another table is called that, by any case. */
  async isTaken(tx: Transaction, id: string, name: string): Promise<boolean> {
    const rows = await tx.query('SELECT 1 FROM credit_table WHERE LOWER(name) = ? AND id <> ?', [
      name.toLowerCase(),
      id,
    ]);
    return rows.length > 0;
  }

  async add(tx: Transaction, id: string, { name, basis, capPercent, tiers }: CreditTableForm): Promise<void> {
    await tx.insertMany(
      'credit_table',
      ['id', 'name', 'basis', 'cap_percent'],
      ['id'],
      [[id, name, basis, capPercent]],
    );
    await this.addTiers(tx, id, tiers);
  }

  /** @returns whether it was still the version that was seen; if not, nothing is written */
  async change(tx: Transaction, id: string, version: number, form: CreditTableForm): Promise<boolean> {
    const changed = await tx.execute(
      'UPDATE credit_table SET name = ?, basis = ?, cap_percent = ?, version = version + 1 WHERE id = ? AND version = ?',
      [form.name, form.basis, form.capPercent, id, version],
    );
    if (changed === 0) return false;
    await tx.execute('DELETE FROM credit_tier WHERE table_id = ?', [id]);
    await this.addTiers(tx, id, form.tiers);
    return true;
  }

  private async addTiers(tx: Transaction, id: string, tiers: CreditTableForm['tiers']): Promise<void> {
    const rows = tiers.map(({ from, to, percent }, seq) => [id, seq, from, to, Math.round(percent * 100)]);
    await tx.insertMany('credit_tier', ['table_id', 'seq', 'from_s', 'to_s', 'percent_100'], ['table_id', 'seq'], rows);
  }

  private async withTiers(reader: RowSource, rows: readonly TableRow[]): Promise<CreditTableView[]> {
    if (rows.length === 0) return [];
    const tiers = await rowsOf<TierRow>(
      reader,
      `SELECT table_id AS tableId, from_s AS fromS, to_s AS toS, percent_100 AS percent FROM credit_tier
       WHERE table_id IN (${rows.map(() => '?').join(',')}) ORDER BY table_id, seq`,
      rows.map(({ id }) => id),
    );
    const byTable = groupBy(tiers, ({ tableId }) => tableId);
    return rows.map((row) => ({
      ...row,
      tiers: (byTable.get(row.id) ?? []).map(({ fromS, toS, percent }) => ({
        from: fromS,
        to: toS,
        percent: percent / 100,
      })),
    }));
  }
}

/** A stored table as the rule takes it. */
export function toCreditTable({
  basis,
  capPercent,
  tiers,
}: Pick<CreditTableView, 'basis' | 'capPercent' | 'tiers'>): CreditTable {
  if (basis === 'STARTED_HOURS') return { basis, capPercent };
  return { basis, capPercent, tiers: tiers.map(({ from, percent }) => ({ from, percent })) };
}
