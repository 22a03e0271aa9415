import { Injectable } from '@nestjs/common';
import type { ReportLanguage } from '@linewatch/shared';
import { Database, type Transaction } from '../../database/database.js';
import { type RowSource, rowsOf } from '../../database/row-source.js';
import { scopeCondition, type SqlCondition } from '../../platform/auth/scope-predicate.js';
import type { Scope } from '../../platform/auth/scope.js';

/** `HANDED`: the mail is in the queue of all mails, which sends it and says how it went. */
type DeliveryState = 'HANDED' | 'SENT' | 'FAILED';

/** One sending with the names that it is shown with. bigint columns come as text from mysql2. */
export interface StoredDelivery {
  readonly id: string;
  readonly customerId: string;
  readonly customerNameZh: string;
  readonly customerNameEn: string;
  readonly reportId: string;
  readonly month: string;
  readonly fromDate: string | null;
  readonly toDate: string | null;
  readonly recipientId: string;
  readonly recipientName: string;
  readonly address: string;
  readonly language: ReportLanguage;
  /** JSON of `SentReportFile[]`. */
  readonly files: string;
  readonly state: DeliveryState;
  readonly at: number | string;
  readonly sentAt: number | string | null;
  readonly failure: string | null;
}

export interface NewDelivery {
  readonly id: string;
  readonly customerId: string;
  readonly reportId: string;
  readonly recipientId: string;
  readonly recipientName: string;
  readonly address: string;
  readonly language: ReportLanguage;
  readonly files: string;
  /** Null with a failure: no mail was written. */
  readonly mailId: string | null;
  readonly failure: string | null;
}

const SELECT = `SELECT d.id AS id, d.customer_id AS customerId, cu.name_zh AS customerNameZh,
  cu.name_en AS customerNameEn, d.report_id AS reportId, r.month AS month, r.from_date AS fromDate, r.to_date AS toDate, d.recipient_id AS recipientId,
  d.recipient_name AS recipientName, d.address AS address, d.language AS language, d.files AS files,
  d.state AS state, d.at AS at, d.sent_at AS sentAt, d.failure AS failure
  FROM report_delivery d JOIN customer cu ON cu.id = d.customer_id JOIN report r ON r.id = d.report_id`;
const COLUMNS = [
  ...['id', 'customer_id', 'report_id', 'recipient_id', 'recipient_name', 'address', 'language', 'files', 'state'],
  ...['mail_id', 'at', 'failure'],
];
const LISTED = 100;
const AT_ONCE = 500;

function inReach(scope: Scope): SqlCondition {
  return scopeCondition(scope, { customer: 'd.customer_id', site: 'NULL' });
}

/** The only class that reads or writes the table `report_delivery`. */
@Injectable()
export class ReportDeliveryRepository {
  constructor(private readonly database: Database) {}

  /** The last hundred in scope, newest first. */
  list(scope: Scope): Promise<StoredDelivery[]> {
    const mine = inReach(scope);
    return this.database.read(`${SELECT} WHERE ${mine.sql} ORDER BY d.id DESC LIMIT ${String(LISTED)}`, mine.values);
  }

  async findOne(reader: RowSource, scope: Scope, id: string): Promise<StoredDelivery | undefined> {
    const mine = inReach(scope);
    const [row] = await rowsOf<StoredDelivery>(reader, `${SELECT} WHERE d.id = ? AND ${mine.sql}`, [
      id,
      ...mine.values,
    ]);
    return row;
  }

  async insert(tx: Transaction, delivery: NewDelivery, now: number): Promise<void> {
    const { id, customerId, reportId, recipientId, recipientName, address, language, files, mailId, failure } =
      delivery;
    const state: DeliveryState = mailId === null ? 'FAILED' : 'HANDED';
    const row = [id, customerId, reportId, recipientId, recipientName, address, language, files, state];
    await tx.insertMany('report_delivery', COLUMNS, ['id'], [[...row, mailId, now, failure]]);
  }

  /** Hands a failed delivery to the queue again. @returns false when it has not failed */
  async handAgain(
    tx: Transaction,
    { id, customerId }: Pick<StoredDelivery, 'id' | 'customerId'>,
    address: string,
    mailId: string,
  ): Promise<boolean> {
    const changed = await tx.execute(
      `UPDATE report_delivery SET state = 'HANDED', mail_id = ?, address = ?, failure = NULL
       WHERE id = ? AND customer_id = ? AND state = 'FAILED'`,
      [mailId, address, id, customerId],
    );
    return changed === 1;
  }

  /** For the job: takes over what the queue of mails says of those that were handed to it, also why one still waits. */
  async followMails(tx: Transaction, now: number): Promise<void> {
    const rows = await tx.query<{ id: string; state: string; failure: string | null }>(
      `SELECT d.id AS id, m.state AS state, m.failure AS failure FROM report_delivery d JOIN mail m ON m.id = d.mail_id
       WHERE d.state = 'HANDED' AND (m.state <> 'WAITING' OR COALESCE(m.failure, '') <> COALESCE(d.failure, ''))
       ORDER BY d.id LIMIT ${String(AT_ONCE)}`,
    );
    for (const { id, state, failure } of rows) {
      const followed = state === 'SENT' || state === 'FAILED' ? state : 'HANDED';
      await tx.execute(
        "UPDATE report_delivery SET state = ?, failure = ?, sent_at = ? WHERE id = ? AND state = 'HANDED'",
        [followed, failure, followed === 'SENT' ? now : null, id],
      );
    }
  }
}
