import { Injectable } from '@nestjs/common';
import type { DocumentKind } from '@linewatch/shared';
import { Database, type Transaction } from '../../database/database.js';
import { scopeCondition, type SqlCondition } from '../../platform/auth/scope-predicate.js';
import type { Scope } from '../../platform/auth/scope.js';

/** A document as it is stored. bigint columns come as text from mysql2. */
export interface DocumentRow {
  readonly id: string;
  readonly customerId: string;
  readonly siteId: string | null;
  readonly name: string;
  readonly kind: DocumentKind;
  readonly mediaType: string;
  readonly bytes: number | string;
  readonly sha256: string;
  readonly storageKey: string;
  readonly addedAt: number | string;
  readonly addedBy: string | null;
}

/** A document with the name of whoever added it. */
export interface ListedDocument extends DocumentRow {
  readonly addedByName: string | null;
}

const SELECT = `SELECT d.id AS id, d.customer_id AS customerId, d.site_id AS siteId, d.name AS name, d.kind AS kind,
  d.media_type AS mediaType, d.bytes AS bytes, d.sha256 AS sha256, d.storage_key AS storageKey, d.added_at AS addedAt,
  d.added_by AS addedBy, u.name AS addedByName
  FROM document d LEFT JOIN user_account u ON u.id = d.added_by`;
const COLUMNS = [
  'id',
  'customer_id',
  'site_id',
  'name',
  'kind',
  'media_type',
  'bytes',
  'sha256',
  'storage_key',
  'added_at',
  'added_by',
];
const LISTED = 500;
const KEYS_A_QUERY = 500;

/** A document of one site is for that site's people too; one without a site is for the whole customer's. */
function inReach(scope: Scope): SqlCondition {
  return scopeCondition(scope, { customer: 'd.customer_id', site: 'd.site_id' });
}

/** The only class that reads or writes the table `document`. */
@Injectable()
export class DocumentRepository {
  constructor(private readonly database: Database) {}

  async customerExists(scope: Scope, customerId: string): Promise<boolean> {
    const mine = scopeCondition(scope, { customer: 'cu.id', wholeCustomer: true });
    const rows = await this.database.read(`SELECT 1 FROM customer cu WHERE cu.id = ? AND ${mine.sql}`, [
      customerId,
      ...mine.values,
    ]);
    return rows.length > 0;
  }

  async siteExists(scope: Scope, customerId: string, siteId: string): Promise<boolean> {
    const mine = scopeCondition(scope, { customer: 's.customer_id', site: 's.id' });
    const rows = await this.database.read(`SELECT 1 FROM site s WHERE s.id = ? AND s.customer_id = ? AND ${mine.sql}`, [
      siteId,
      customerId,
      ...mine.values,
    ]);
    return rows.length > 0;
  }

  /** Newest first. */
  findOf(scope: Scope, customerId: string): Promise<ListedDocument[]> {
    const mine = inReach(scope);
    return this.database.read<ListedDocument>(
      `${SELECT} WHERE d.customer_id = ? AND ${mine.sql} ORDER BY d.added_at DESC, d.id DESC LIMIT ?`,
      [customerId, ...mine.values, LISTED],
    );
  }

  async findOne(scope: Scope, id: string): Promise<ListedDocument | undefined> {
    const mine = inReach(scope);
    const [row] = await this.database.read<ListedDocument>(`${SELECT} WHERE d.id = ? AND ${mine.sql}`, [
      id,
      ...mine.values,
    ]);
    return row;
  }

  /** Bytes of all documents of a customer; the customer's row is held until the transaction ends. */
  async lockedUse(tx: Transaction, customerId: string): Promise<number> {
    await tx.execute('UPDATE customer SET version = version WHERE id = ?', [customerId]);
    const [row] = await tx.query<{ bytes: number | string | null }>(
      'SELECT SUM(bytes) AS bytes FROM document WHERE customer_id = ?',
      [customerId],
    );
    return Number(row?.bytes ?? 0);
  }

  async use(scope: Scope, customerId: string): Promise<number> {
    const mine = inReach(scope);
    const [row] = await this.database.read<{ bytes: number | string | null }>(
      `SELECT SUM(d.bytes) AS bytes FROM document d WHERE d.customer_id = ? AND ${mine.sql}`,
      [customerId, ...mine.values],
    );
    return Number(row?.bytes ?? 0);
  }

  async add(tx: Transaction, row: DocumentRow): Promise<void> {
    const own = [row.id, row.customerId, row.siteId, row.name, row.kind, row.mediaType, row.bytes];
    await tx.insertMany('document', COLUMNS, ['id'], [[...own, row.sha256, row.storageKey, row.addedAt, row.addedBy]]);
  }

  /** @returns whether it was still there */
  async remove(tx: Transaction, scope: Scope, id: string): Promise<boolean> {
    const mine = scopeCondition(scope, { customer: 'customer_id', site: 'site_id' });
    return (await tx.execute(`DELETE FROM document WHERE id = ? AND ${mine.sql}`, [id, ...mine.values])) > 0;
  }

  /** Which of the keys no document has: files that were kept without becoming anything. */
  async orphansAmong(keys: readonly string[]): Promise<string[]> {
    const orphans: string[] = [];
    for (let start = 0; start < keys.length; start += KEYS_A_QUERY) {
      const chunk = keys.slice(start, start + KEYS_A_QUERY);
      const rows = await this.database.read<{ storageKey: string }>(
        `SELECT storage_key AS storageKey FROM document WHERE storage_key IN (${chunk.map(() => '?').join(',')})`,
        chunk,
      );
      const used = new Set(rows.map(({ storageKey }) => storageKey));
      orphans.push(...chunk.filter((key) => !used.has(key)));
    }
    return orphans;
  }
}
