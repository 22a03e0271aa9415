import { Injectable } from '@nestjs/common';
import { Database, type SqlValue, type Transaction } from '../../database/database.js';
import { type SqlCondition, wholeCustomerCondition } from '../../platform/auth/scope-predicate.js';
import type { Scope } from '../../platform/auth/scope.js';
import { inChunks } from './in-chunks.js';
import { HOUSE, type Room } from './room.js';

interface Row {
  readonly id: string;
  readonly customer_id: string;
  readonly type: Room['type'];
  readonly name: string;
  readonly host: string;
  readonly sealed: string;
  readonly has_secret: number;
  readonly choice_json: string;
  readonly is_enabled: number;
  readonly failures: number;
  readonly switched_off_at: number | string | null;
  readonly version: number | string;
}

/** A room with the names of its customer. */
export interface ListedRoom {
  readonly room: Room;
  /** None of a room of the house. */
  readonly customer: { readonly id: string; readonly nameZh: string; readonly nameEn: string } | null;
}

type Choice = Pick<Room, 'kinds' | 'leastSeverity' | 'reach' | 'language'>;

const COLUMNS = [
  'id',
  'customer_id',
  'type',
  'name',
  'host',
  'sealed',
  'has_secret',
  'choice_json',
  'is_enabled',
  'failures',
  'switched_off_at',
  'version',
];
const SELECTED = COLUMNS.map((column) => `r.${column}`).join(', ');
const MOST = 2_000;

/** The only class that reads or writes the table `notice_room`. */
@Injectable()
export class RoomRepository {
  constructor(private readonly database: Database) {}

  async list(scope: Scope): Promise<ListedRoom[]> {
    return this.listed(wholeCustomerCondition(scope, 'r.customer_id'));
  }

  async find(scope: Scope, id: string): Promise<ListedRoom | undefined> {
    const mine = wholeCustomerCondition(scope, 'r.customer_id');
    const [found] = await this.listed({ sql: `(r.id = ? AND ${mine.sql})`, values: [id, ...mine.values] });
    return found;
  }

  /** Those that a customer's notices go to now: its own, and those of the house. */
  async listening(customerId: string): Promise<Room[]> {
    const rows = await this.database.read<Row>(
      `SELECT ${SELECTED} FROM notice_room r WHERE r.customer_id IN (?, ?) AND r.is_enabled <> 0 LIMIT ${String(MOST)}`,
      [customerId, HOUSE],
    );
    return rows.map(toRoom);
  }

  async byIds(ids: readonly string[]): Promise<ReadonlyMap<string, Room>> {
    const rows = await inChunks(ids, (some, places) =>
      this.database.read<Row>(`SELECT ${SELECTED} FROM notice_room r WHERE r.id IN (${places})`, some),
    );
    return new Map(rows.map((row) => [row.id, toRoom(row)]));
  }

  async count(tx: Transaction, customerId: string): Promise<number> {
    const [row] = await tx.query<{ n: number | string }>(
      'SELECT COUNT(*) AS n FROM notice_room WHERE customer_id = ?',
      [customerId],
    );
    return Number(row?.n ?? 0);
  }

  async insert(tx: Transaction, room: Room, now: number): Promise<void> {
    const row = [...COLUMNS.map((column) => toColumns(room)[column] ?? null), now];
    await tx.insertMany('notice_room', [...COLUMNS, 'changed_at'], ['id'], [row]);
  }

  /** Puts a room in the place of itself as it was in a version. @returns false when it is another by now */
  async replace(tx: Transaction, room: Room, version: number, now: number): Promise<boolean> {
    const written = Object.entries({ ...toColumns(room), version: version + 1, changed_at: now });
    const changed = await tx.execute(
      `UPDATE notice_room SET ${written.map(([column]) => `${column} = ?`).join(', ')} WHERE id = ? AND version = ?`,
      [...written.map(([, value]) => value), room.id, version],
    );
    return changed === 1;
  }

  async remove(tx: Transaction, id: string): Promise<void> {
    await tx.execute('DELETE FROM notice_room WHERE id = ?', [id]);
  }

  /** A delivery has arrived. */
  async noteSuccess(tx: Transaction, id: string): Promise<void> {
    await tx.execute('UPDATE notice_room SET failures = 0 WHERE id = ? AND failures <> 0', [id]);
  }

  /** @returns how many failures there are now, one after the other, and what the room is called and whose it is */
  async noteFailure(
    tx: Transaction,
    id: string,
  ): Promise<{ readonly failures: number; readonly name: string; readonly customerId: string }> {
    await tx.execute('UPDATE notice_room SET failures = failures + 1 WHERE id = ?', [id]);
    const [row] = await tx.query<{ failures: number | string; name: string; customerId: string }>(
      'SELECT failures, name, customer_id AS customerId FROM notice_room WHERE id = ?',
      [id],
    );
    return { failures: Number(row?.failures ?? 0), name: row?.name ?? '', customerId: row?.customerId ?? HOUSE };
  }

  /** @returns whether it was on until now */
  async switchOff(tx: Transaction, id: string, now: number): Promise<boolean> {
    const changed = await tx.execute(
      `UPDATE notice_room SET is_enabled = 0, switched_off_at = ?, version = version + 1
       WHERE id = ? AND is_enabled <> 0`,
      [now, id],
    );
    return changed === 1;
  }

  private async listed(where: SqlCondition): Promise<ListedRoom[]> {
    const rows = await this.database.read<Row & { readonly name_zh: string | null; readonly name_en: string | null }>(
      `SELECT ${SELECTED}, c.name_zh, c.name_en FROM notice_room r LEFT JOIN customer c ON c.id = r.customer_id
       WHERE ${where.sql} ORDER BY r.name, r.id LIMIT ${String(MOST)}`,
      where.values,
    );
    return rows.map(({ name_zh: nameZh, name_en: nameEn, ...row }) => ({
      room: toRoom(row),
      customer: row.customer_id === HOUSE ? null : { id: row.customer_id, nameZh: nameZh ?? '', nameEn: nameEn ?? '' },
    }));
  }
}

function toColumns(room: Room): Readonly<Record<string, SqlValue>> {
  const { kinds, leastSeverity, reach, language } = room;
  return {
    id: room.id,
    customer_id: room.customerId,
    type: room.type,
    name: room.name,
    host: room.host,
    sealed: room.sealed,
    has_secret: room.hasSecret ? 1 : 0,
    choice_json: JSON.stringify({ kinds, leastSeverity, reach, language } satisfies Choice),
    is_enabled: room.isEnabled ? 1 : 0,
    failures: room.failures,
    switched_off_at: room.switchedOffAt,
    version: room.version,
  };
}

function toRoom(row: Row): Room {
  return {
    ...(JSON.parse(row.choice_json) as Choice),
    id: row.id,
    customerId: row.customer_id,
    type: row.type,
    name: row.name,
    host: row.host,
    sealed: row.sealed,
    hasSecret: row.has_secret !== 0,
    isEnabled: row.is_enabled !== 0,
    failures: row.failures,
    switchedOffAt: row.switched_off_at === null ? null : Number(row.switched_off_at),
    version: Number(row.version),
  };
}
