import { Injectable } from '@nestjs/common';
import type { NoticeLedgerQuery } from '@linewatch/shared';
import { Database, type SqlValue, type Transaction } from '../../database/database.js';
import { scopeCondition, type SqlCondition } from '../../platform/auth/scope-predicate.js';
import type { Scope } from '../../platform/auth/scope.js';
import { after, type Keyed, keyColumns, orderBy, type Position, type SortKey } from '../../platform/listing/keyset.js';
import type { Delivery } from './delivery.js';
import { DELIVERY_COLUMNS, type DeliveryRow, toDelivery } from './delivery.repository.js';

/** A delivery with the names of whom it is about and for. */
export interface ListedDelivery {
  readonly delivery: Delivery;
  readonly customer: { readonly id: string; readonly nameZh: string; readonly nameEn: string };
  readonly receiver: string;
  readonly position: Keyed<object>;
}

/** Whose deliveries somebody reads: their own, and beyond that those of their scope. */
export interface LedgerReader {
  readonly userId: string;
  readonly scope: Scope;
}

type Row = Keyed<
  DeliveryRow & {
    readonly name_zh: string | null;
    readonly name_en: string | null;
    readonly person: string | null;
    readonly room: string | null;
  }
>;

/** Newest first: ids are made in the order of time (UUIDv7, RFC 9562 section 5.7). */
export const NEWEST_FIRST: readonly SortKey[] = [{ sql: 'd.id', type: 'text', direction: 'desc' }];
const SELECTED = DELIVERY_COLUMNS.map((column) => `d.${column}`).join(', ');
/** More unread than anybody counts. */
export const MOST_UNREAD = 100;

/** Reads the table `notice_delivery` for people, and marks what they have read or want to be sent again. */
@Injectable()
export class LedgerRepository {
  constructor(private readonly database: Database) {}

  /** What was told, to whom, and how it went. */
  async findPage(
    reader: LedgerReader,
    { state, way, roomId }: Omit<NoticeLedgerQuery, 'cursor' | 'language' | 'limit'>,
    position: Position | undefined,
    limit: number,
  ): Promise<ListedDelivery[]> {
    const conditions = [inLedger(reader)];
    const add = (sql: string, ...values: SqlValue[]): void => void conditions.push({ sql, values });
    // What waited for a morning that came is being sent, or tried again.
    if (state === 'WAITING') add("(d.state IN ('WAITING','HANDED') OR (d.state = 'HELD' AND d.attempts > 0))");
    else if (state === 'HELD') add("d.state = 'HELD' AND d.attempts = 0");
    else if (state !== undefined) add('d.state = ?', state);
    if (way !== undefined) add('d.way = ?', way);
    if (roomId !== undefined) add('d.receiver_id = ?', roomId);
    return this.listed(conditions, position, limit);
  }

  /** What lies in the portal for somebody. */
  async findOwn(reader: LedgerReader, position: Position | undefined, limit: number): Promise<ListedDelivery[]> {
    return this.listed([own(reader)], position, limit);
  }

  /** How many of somebody's own they have not read; at most 100. */
  async countUnread(reader: LedgerReader): Promise<number> {
    const mine = own(reader);
    const rows = await this.database.read(
      `SELECT d.id FROM notice_delivery d WHERE ${mine.sql} AND d.read_at IS NULL LIMIT ${String(MOST_UNREAD)}`,
      mine.values,
    );
    return rows.length;
  }

  /** @param ids all without them */
  async markRead(
    tx: Transaction,
    reader: LedgerReader,
    ids: readonly string[] | undefined,
    now: number,
  ): Promise<void> {
    if (ids?.length === 0) return;
    const some = ids === undefined ? '' : ` AND id IN (${ids.map(() => '?').join(',')})`;
    await tx.execute(
      `UPDATE notice_delivery SET read_at = ? WHERE receiver_id = ? AND way = 'portal' AND read_at IS NULL${some}`,
      [now, reader.userId, ...(ids ?? [])],
    );
  }

  async find(reader: LedgerReader, id: string): Promise<Delivery | undefined> {
    const mine = inLedger(reader);
    const [row] = await this.database.read<DeliveryRow>(
      `SELECT ${SELECTED} FROM notice_delivery d WHERE d.id = ? AND ${mine.sql}`,
      [id, ...mine.values],
    );
    return row === undefined ? undefined : toDelivery(row);
  }

  /** Whatever was sent under an id; for whoever holds a signed link that names it. */
  async sent(id: string): Promise<Delivery | undefined> {
    const [row] = await this.database.read<DeliveryRow>(
      `SELECT ${SELECTED} FROM notice_delivery d WHERE d.id = ? /* unscoped: the signed link says whose it is */`,
      [id],
    );
    return row === undefined ? undefined : toDelivery(row);
  }

  /** Puts a failed delivery back among those that wait. @returns false when it is not failed any more */
  async sendAgain(tx: Transaction, id: string, now: number): Promise<boolean> {
    const changed = await tx.execute(
      `UPDATE notice_delivery SET state = 'WAITING', attempts = 0, next_try_at = ?, mail_id = NULL
       WHERE id = ? AND state = 'FAILED'`,
      [now, id],
    );
    return changed === 1;
  }

  private async listed(
    conditions: readonly SqlCondition[],
    position: Position | undefined,
    limit: number,
  ): Promise<ListedDelivery[]> {
    const all = position === undefined ? conditions : [...conditions, after(NEWEST_FIRST, position)];
    const rows = await this.database.read<Row>(
      `SELECT ${SELECTED}, c.name_zh, c.name_en, u.name AS person, r.name AS room, ${keyColumns(NEWEST_FIRST)}
       FROM notice_delivery d LEFT JOIN customer c ON c.id = d.customer_id
       LEFT JOIN user_account u ON u.id = d.receiver_id LEFT JOIN notice_room r ON r.id = d.receiver_id
       WHERE ${all.map(({ sql }) => sql).join(' AND ')} ORDER BY ${orderBy(NEWEST_FIRST)} LIMIT ?`,
      [...all.flatMap(({ values }) => values), limit],
    );
    return rows.map((row) => ({
      delivery: toDelivery(row),
      customer: { id: row.customer_id, nameZh: row.name_zh ?? '', nameEn: row.name_en ?? '' },
      receiver: row.person ?? row.room ?? '',
      position: row,
    }));
  }
}

/** To a customer the operator's people are not told of: who of them hears what is the house's own. */
function inLedger({ userId, scope }: LedgerReader): SqlCondition {
  if (scope.kind === 'sites') {
    return { sql: '(d.receiver_id = ? AND d.customer_id = ?)', values: [userId, scope.customerId] };
  }
  const mine = scopeCondition(scope, { customer: 'd.customer_id', wholeCustomer: true });
  return scope.kind === 'customer' ? { sql: `(${mine.sql} AND d.is_staff = 0)`, values: mine.values } : mine;
}

function own({ userId, scope }: LedgerReader): SqlCondition {
  const mine = scopeCondition(scope, { customer: 'd.customer_id', wholeCustomer: true });
  return { sql: `(d.receiver_id = ? AND d.way = 'portal' AND ${mine.sql})`, values: [userId, ...mine.values] };
}
