import { Injectable } from '@nestjs/common';
import type { SchedulePeriod, ReportLanguage } from '@linewatch/shared';
import { Database, type Transaction } from '../../database/database.js';
import { scopeCondition, type SqlCondition } from '../../platform/auth/scope-predicate.js';
import type { Scope } from '../../platform/auth/scope.js';

/** A schedule with the names that it is shown with. bigint columns come as text from mysql2. */
export interface StoredSchedule {
  readonly id: string;
  readonly customerId: string;
  readonly customerNameZh: string;
  readonly customerNameEn: string;
  readonly recipientId: string;
  /** Null when the account is gone. */
  readonly recipientName: string | null;
  readonly recipientEmail: string | null;
  readonly period: SchedulePeriod;
  readonly language: ReportLanguage;
  /** Joined by commas. */
  readonly formats: string;
  readonly afterDays: number;
  readonly nextFrom: string;
  readonly dueAt: number | string;
  readonly version: number;
}

export type NewSchedule = Pick<
  StoredSchedule,
  'id' | 'customerId' | 'recipientId' | 'period' | 'language' | 'formats' | 'afterDays' | 'nextFrom'
> & { readonly dueAt: number };

const SELECT = `SELECT s.id AS id, s.customer_id AS customerId, cu.name_zh AS customerNameZh,
  cu.name_en AS customerNameEn, s.recipient_id AS recipientId, u.name AS recipientName, u.email AS recipientEmail,
  s.period AS period, s.language AS language, s.formats AS formats, s.after_days AS afterDays,
  s.next_from AS nextFrom, s.due_at AS dueAt, s.version AS version
  FROM report_schedule s JOIN customer cu ON cu.id = s.customer_id LEFT JOIN user_account u ON u.id = s.recipient_id`;
const COLUMNS = [
  ...['id', 'customer_id', 'recipient_id', 'period', 'language', 'formats', 'after_days', 'next_from', 'due_at'],
  ...['created_by', 'created_at', 'version'],
];
const LISTED = 500;
const AT_ONCE = 500;

/** Reports are about all lines of a customer: who sees some sites only sees no schedule. */
function inReach(scope: Scope): SqlCondition {
  return scopeCondition(scope, { customer: 's.customer_id', site: 'NULL' });
}

/** The only class that reads or writes the table `report_schedule`. */
@Injectable()
export class ReportScheduleRepository {
  constructor(private readonly database: Database) {}

  /** Those in scope by customer and recipient, at most 500. */
  list(scope: Scope): Promise<StoredSchedule[]> {
    const mine = inReach(scope);
    return this.database.read(
      `${SELECT} WHERE ${mine.sql} ORDER BY cu.name_zh, s.customer_id, s.id LIMIT ${String(LISTED)}`,
      mine.values,
    );
  }

  async findOne(tx: Transaction, scope: Scope, id: string): Promise<StoredSchedule | undefined> {
    const mine = inReach(scope);
    const [row] = await tx.query<StoredSchedule>(`${SELECT} WHERE s.id = ? AND ${mine.sql}`, [id, ...mine.values]);
    return row;
  }

  async count(tx: Transaction, customerId: string): Promise<number> {
    const [row] = await tx.query<{ schedules: number | string }>(
      'SELECT COUNT(*) AS schedules FROM report_schedule s WHERE s.customer_id = ?',
      [customerId],
    );
    return Number(row?.schedules ?? 0);
  }

  /** @returns false when this person is sent reports of this length and language already */
  async insert(tx: Transaction, schedule: NewSchedule, userId: string, now: number): Promise<boolean> {
    const { id, customerId, recipientId, period, language, formats, afterDays, nextFrom, dueAt } = schedule;
    const row = [id, customerId, recipientId, period, language, formats, afterDays, nextFrom, dueAt, userId, now, 1];
    await tx.insertMany(
      'report_schedule',
      COLUMNS,
      ['customer_id', 'recipient_id', 'period', 'language'],
      [row],
      'ignore',
    );
    const [stored] = await tx.query('SELECT s.id AS id FROM report_schedule s WHERE s.id = ? AND s.customer_id = ?', [
      ...[id, customerId],
    ]);
    return stored !== undefined;
  }

  /** @returns false when it is no longer that version, or the person has another one of that language */
  async change(
    tx: Transaction,
    { id, customerId }: Pick<StoredSchedule, 'id' | 'customerId'>,
    version: number,
    { language, formats, afterDays, dueAt }: Pick<NewSchedule, 'language' | 'formats' | 'afterDays' | 'dueAt'>,
  ): Promise<boolean> {
    const changed = await tx.execute(
      `UPDATE report_schedule SET language = ?, formats = ?, after_days = ?, due_at = ?, version = version + 1
       WHERE id = ? AND customer_id = ? AND version = ?`,
      [language, formats, afterDays, dueAt, id, customerId, version],
    );
    return changed === 1;
  }

  /** Whether the person has another schedule of that length and language. */
  async hasOther(tx: Transaction, schedule: StoredSchedule, language: ReportLanguage): Promise<boolean> {
    const { id, customerId, recipientId, period } = schedule;
    const rows = await tx.query(
      `SELECT s.id AS id FROM report_schedule s
       WHERE s.customer_id = ? AND s.recipient_id = ? AND s.period = ? AND s.language = ? AND s.id <> ?`,
      [customerId, recipientId, period, language, id],
    );
    return rows.length > 0;
  }

  async remove(tx: Transaction, { id, customerId }: Pick<StoredSchedule, 'id' | 'customerId'>): Promise<void> {
    await tx.execute('DELETE FROM report_schedule WHERE id = ? AND customer_id = ?', [id, customerId]);
  }

  /** For the job: schedules whose report is to be sent by now, the oldest first. */
  due(now: number): Promise<StoredSchedule[]> {
    return this.database.read(`${SELECT} WHERE s.due_at <= ? ORDER BY s.due_at, s.id LIMIT ${String(AT_ONCE)}`, [now]);
  }

  /** Goes on to the next period. @returns false when somebody else did, or the schedule was changed or removed */
  async goOn(
    tx: Transaction,
    { id, customerId, nextFrom }: StoredSchedule,
    to: string,
    dueAt: number,
  ): Promise<boolean> {
    const changed = await tx.execute(
      'UPDATE report_schedule SET next_from = ?, due_at = ? WHERE id = ? AND customer_id = ? AND next_from = ?',
      [to, dueAt, id, customerId, nextFrom],
    );
    return changed === 1;
  }

  /** Looks at schedules again later. */
  async putOff(tx: Transaction, schedules: readonly StoredSchedule[], until: number): Promise<void> {
    await tx.execute(`UPDATE report_schedule SET due_at = ? WHERE id IN (${schedules.map(() => '?').join(',')})`, [
      until,
      ...schedules.map(({ id }) => id),
    ]);
  }
}
