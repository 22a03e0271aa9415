import { Injectable } from '@nestjs/common';
import { ShiftFacts, type ShiftSheetRow } from '@linewatch/shared';
import { Database, type Transaction } from '../../database/database.js';
import { iso } from '../../database/instants.js';
import { after, type Keyed, keyColumns, orderBy, type Position, type SortKey } from '../../platform/listing/keyset.js';

/** A sheet before it is written; times in ms. */
export interface StoredSheet {
  readonly id: string;
  readonly from: number;
  readonly to: number;
  readonly note: string;
  readonly handedBy: string;
  readonly takenBy: string | null;
  readonly takenAt: number | null;
  readonly facts: ShiftFacts;
}

interface Row {
  readonly id: string;
  readonly fromAt: number | string;
  readonly toAt: number | string;
  readonly note: string;
  readonly handedBy: string;
  readonly handedName: string | null;
  readonly takenBy: string | null;
  readonly takenName: string | null;
  readonly takenAt: number | string | null;
  readonly openFaults: number;
  readonly clearedFaults: number;
  readonly tickets: number;
  readonly works: number;
}

export const SHEET_ORDER: readonly SortKey[] = [
  { sql: 's.to_at', type: 'number', direction: 'desc' },
  { sql: 's.id', type: 'text', direction: 'desc' },
];

const SELECT = `s.id AS id, s.from_at AS fromAt, s.to_at AS toAt, s.note AS note, s.handed_by AS handedBy,
  hu.name AS handedName, s.taken_by AS takenBy, tu.name AS takenName, s.taken_at AS takenAt,
  s.open_faults AS openFaults, s.cleared_faults AS clearedFaults, s.tickets AS tickets, s.works AS works`;
const TABLES = `shift_sheet s LEFT JOIN user_account hu ON hu.id = s.handed_by
  LEFT JOIN user_account tu ON tu.id = s.taken_by`;

/** The only class that reads or writes `shift_sheet`. */
@Injectable()
export class ShiftSheetRepository {
  constructor(private readonly database: Database) {}

  /** @returns whether it was kept; none is while another waits, which the unique key tells two at once */
  async insert(tx: Transaction, sheet: StoredSheet): Promise<boolean> {
    const { id, from, to, note, handedBy, takenBy, takenAt, facts } = sheet;
    const kept = await tx.insertMany(
      'shift_sheet',
      [
        ...['id', 'from_at', 'to_at', 'note', 'handed_by', 'taken_by', 'taken_at', 'waiting_key'],
        ...['open_faults', 'cleared_faults', 'tickets', 'works', 'facts'],
      ],
      ['waiting_key'],
      [
        [
          ...[id, from, to, note, handedBy, takenBy, takenAt, takenBy === null ? 'waiting' : null],
          ...[facts.openFaults.total, facts.clearedFaults.total, facts.tickets.total, facts.works.length],
          JSON.stringify(facts),
        ],
      ],
      'ignore',
    );
    return kept === 1;
  }

  /** @returns whether it still waited */
  async take(tx: Transaction, id: string, userId: string, now: number): Promise<boolean> {
    const sql = `UPDATE shift_sheet SET taken_by = ?, taken_at = ?, waiting_key = NULL WHERE id = ? AND taken_by IS NULL`;
    return (await tx.execute(sql, [userId, now, id])) === 1;
  }

  async waiting(): Promise<ShiftSheetRow | undefined> {
    return (await this.rows(`s.waiting_key = 'waiting'`, []))[0];
  }

  async latest(): Promise<ShiftSheetRow | undefined> {
    return (await this.rows('1=1', []))[0];
  }

  async find(id: string): Promise<(ShiftSheetRow & { readonly facts: ShiftFacts }) | undefined> {
    const [sheet] = await this.rows('s.id = ?', [id]);
    const [kept] = await this.database.read<{ facts: string }>('SELECT facts AS facts FROM shift_sheet WHERE id = ?', [
      id,
    ]);
    if (sheet?.id !== id || kept === undefined) return undefined;
    return { ...sheet, facts: ShiftFacts.parse(JSON.parse(kept.facts)) };
  }

  async page(position: Position | undefined, limit: number): Promise<{ sheet: ShiftSheetRow; keyed: Keyed<object> }[]> {
    const rest = position === undefined ? { sql: '1=1', values: [] } : after(SHEET_ORDER, position);
    const rows = await this.database.read<Keyed<Row>>(
      `SELECT ${SELECT}, ${keyColumns(SHEET_ORDER)} FROM ${TABLES} WHERE ${rest.sql}
       ORDER BY ${orderBy(SHEET_ORDER)} LIMIT ?`,
      [...rest.values, limit],
    );
    return rows.map((row) => ({ sheet: toSheetRow(row), keyed: row }));
  }

  private async rows(condition: string, values: readonly string[]): Promise<ShiftSheetRow[]> {
    const rows = await this.database.read<Row>(
      `SELECT ${SELECT} FROM ${TABLES} WHERE ${condition} ORDER BY ${orderBy(SHEET_ORDER)} LIMIT 1`,
      values,
    );
    return rows.map(toSheetRow);
  }
}

function toSheetRow(row: Row): ShiftSheetRow {
  const { id, note, handedBy, handedName, takenBy, takenName, takenAt } = row;
  const { openFaults, clearedFaults, tickets, works } = row;
  return {
    ...{ id, from: iso(row.fromAt), to: iso(row.toAt), note },
    handedBy: { id: handedBy, name: handedName ?? '' },
    takenBy: takenBy === null ? null : { id: takenBy, name: takenName ?? '' },
    takenAt: takenAt === null ? null : iso(takenAt),
    counts: { openFaults, clearedFaults, tickets, works },
  };
}
