import { Injectable } from '@nestjs/common';
import type { AuditQuery } from '@linewatch/shared';
import { Database, type SqlValue, type Transaction } from '../../database/database.js';
import { namesSeenBy, type SeenNames } from '../../platform/auth/far-ends.js';
import { scopeCondition, type SqlCondition } from '../../platform/auth/scope-predicate.js';
import type { Scope } from '../../platform/auth/scope.js';
import { after, type Keyed, keyColumns, orderBy, type Position, type SortKey } from '../../platform/listing/keyset.js';
import { AUDIT_COLUMNS, AUDIT_FIELDS, type AuditEntry } from './audit-entry.js';
import { factsWithoutPlaces } from './seen-facts.js';

type Seen = Pick<AuditEntry, 'objectId' | 'objectName' | 'beforeJson' | 'afterJson'>;

/** An entry with the names of the customer that it is about. */
export type ListedEntry = AuditEntry & { readonly nameZh: string | null; readonly nameEn: string | null };

/** What of the log somebody may read, beside their scope. */
export interface AuditFilter {
  readonly query: Pick<AuditQuery, 'action' | 'by' | 'from' | 'to'>;
  /** null: all actions. */
  readonly actions: readonly string[] | null;
}

const STAFF_ROLES = "('ACCOUNT_MANAGER','NOC_OPERATOR','PLATFORM_ADMIN')";
const SELECTED = AUDIT_FIELDS.map((field) => `e.${AUDIT_COLUMNS[field]} AS ${field}`).join(', ');

/** Newest first: ids are made in the order of time (UUIDv7, RFC 9562 section 5.7). */
export const NEWEST_FIRST: readonly SortKey[] = [{ sql: 'e.id', type: 'text', direction: 'desc' }];

/** The only class that writes `audit_entry`, and that reads it for people. */
@Injectable()
export class AuditRepository {
  constructor(private readonly database: Database) {}

  async add(tx: Transaction, entry: AuditEntry): Promise<void> {
    const columns = AUDIT_FIELDS.map((field) => AUDIT_COLUMNS[field]);
    await tx.insertMany('audit_entry', columns, ['id'], [AUDIT_FIELDS.map((field) => entry[field])]);
  }

  /**
   * The newest entries after a position. A user of some sites reads of the circuits at them only: what was done to the
   * customer as a whole is not theirs to read.
   */
  async findPage(
    scope: Scope,
    filter: AuditFilter,
    position: Position | undefined,
    limit: number,
  ): Promise<Keyed<ListedEntry>[]> {
    const conditions = [visible(scope), ...chosen(filter)];
    if (position !== undefined) conditions.push(after(NEWEST_FIRST, position));
    const rows = await this.database.read<Keyed<Omit<ListedEntry, 'at'> & { readonly at: number | string }>>(
      `SELECT ${SELECTED}, c.name_zh AS nameZh, c.name_en AS nameEn, ${keyColumns(NEWEST_FIRST)}
       FROM audit_entry e LEFT JOIN customer c ON c.id = e.customer_id
       WHERE ${conditions.map(({ sql }) => sql).join(' AND ')} ORDER BY ${orderBy(NEWEST_FIRST)} LIMIT ?`,
      [...conditions.flatMap(({ values }) => values), limit],
    );
    const seen = await namesSeenBy(
      this.database,
      scope,
      rows.flatMap(({ objectType, objectId }) => (objectType === 'circuit' && objectId !== null ? [objectId] : [])),
    );
    return rows.map((row) => ({ ...row, at: Number(row.at), ...seenObject(seen, row) }));
  }
}

/** An entry's object and what was changed on it, as the reader may know them. */
function seenObject(
  seen: SeenNames,
  { objectId, objectName, beforeJson, afterJson }: Seen,
): Pick<Seen, 'objectName' | 'beforeJson' | 'afterJson'> {
  if (objectId === null) return { objectName, beforeJson, afterJson };
  const facts = (json: string | null): string | null =>
    json === null || !seen.isPartly(objectId)
      ? json
      : JSON.stringify(factsWithoutPlaces(JSON.parse(json) as Record<string, unknown>));
  return {
    objectName: objectName === null ? null : seen.code(objectId, objectName),
    beforeJson: facts(beforeJson),
    afterJson: facts(afterJson),
  };
}

function visible(scope: Scope): SqlCondition {
  return scopeCondition(scope, { customer: 'e.customer_id', circuit: 'e.object_id' });
}

function chosen({ query, actions }: AuditFilter): SqlCondition[] {
  const conditions: SqlCondition[] = [];
  const add = (sql: string, ...values: SqlValue[]): void => void conditions.push({ sql, values });
  if (actions !== null) add(`e.action IN (${actions.map(() => '?').join(',')})`, ...actions);
  if (query.action !== undefined) add('e.action = ?', query.action);
  if (query.by === 'staff') add(`e.role IN ${STAFF_ROLES}`);
  if (query.by === 'customer') add(`(e.role IS NULL OR e.role NOT IN ${STAFF_ROLES})`);
  if (query.from !== undefined) add('e.at >= ?', query.from);
  if (query.to !== undefined) add('e.at < ?', query.to);
  return conditions;
}
