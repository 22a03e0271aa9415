import { createHash } from 'node:crypto';
import { DomainError } from '@linewatch/shared';
import type { SqlValue } from '../../database/database.js';
import type { SqlCondition } from '../auth/scope-predicate.js';

/** One column of a list's order. `sql` is written by hand in a repository and never null. */
export interface SortKey {
  readonly sql: string;
  readonly type: 'number' | 'text';
  readonly direction: 'asc' | 'desc';
}

/** Where a page ended: the values of its sort keys in its last row. */
export type Position = readonly (string | number)[];

/** The columns `key0`, `key1`, … by which a row says where it stands. Select them beside the row's own. */
export function keyColumns(keys: readonly SortKey[]): string {
  return keys.map(({ sql }, index) => `${sql} AS key${String(index)}`).join(', ');
}

/** A row that was read with `keyColumns`. */
export type Keyed<Row> = Row & Readonly<Record<`key${number}`, number | string>>;

/** Where a row stands: what the database compared, to the last digit. bigint columns come as text from mysql2. */
export function positionOf(row: Keyed<object>, keys: readonly SortKey[]): Position {
  return keys.map(({ type }, index) => {
    const value = row[`key${index}`];
    if (value === undefined) throw new Error(`the row was read without key${String(index)}`);
    return type === 'number' ? Number(value) : value;
  });
}

/** `a ASC, b DESC` */
export function orderBy(keys: readonly SortKey[]): string {
  return keys.map(({ sql, direction }) => `${sql} ${direction === 'asc' ? 'ASC' : 'DESC'}`).join(', ');
}

/**
 * The rows after a position: `a > ? OR (a = ? AND b < ?) …`. The last key must be unique in the list, so that a walk
 * gives each row once.
 */
export function after(keys: readonly SortKey[], position: Position): SqlCondition {
  const values: SqlValue[] = [];
  const alternatives = keys.map(({ sql, direction }, depth) => {
    const equal = keys.slice(0, depth).map((key) => `${key.sql} = ?`);
    values.push(...position.slice(0, depth + 1));
    return `(${[...equal, `${sql} ${direction === 'asc' ? '>' : '<'} ?`].join(' AND ')})`;
  });
  return { sql: `(${alternatives.join(' OR ')})`, values };
}

/**
 * A position as the opaque text that a client hands back. Bound to the query it came from, since the position of one
 * order or filter means nothing in another.
 *
 * @param query all that decides which rows there are and in what order; not the page's length
 */
export function writeCursor(query: unknown, position: Position): string {
  return Buffer.from(JSON.stringify([fingerprint(query), ...position])).toString('base64url');
}

/**
 * @returns undefined for the first page
 * @throws DomainError `list.cursor-invalid` when the text is no cursor, or of another query
 */
export function readCursor(query: unknown, keys: readonly SortKey[], cursor: string | undefined): Position | undefined {
  if (cursor === undefined) return undefined;
  const parts = parse(cursor);
  const [print, ...position] = parts;
  const isWhole = position.length === keys.length && keys.every(({ type }, index) => fits(type, position[index]));
  if (print !== fingerprint(query) || !isWhole) throw invalid();
  return position as Position;
}

function fits(type: SortKey['type'], value: unknown): boolean {
  return type === 'number' ? typeof value === 'number' : typeof value === 'string';
}

function parse(cursor: string): unknown[] {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (Array.isArray(value)) return value as unknown[];
  } catch (error) {
    // Whatever a client may send: JSON.parse has no form that answers instead of throwing.
    throw invalid(error);
  }
  throw invalid();
}

function fingerprint(query: unknown): string {
  return createHash('sha256').update(JSON.stringify(query)).digest('base64url').slice(0, 12);
}

function invalid(cause?: unknown): DomainError {
  return new DomainError('list.cursor-invalid', 'This cursor does not belong to this list', {}, { cause });
}
