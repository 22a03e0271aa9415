import type { Dialect, SqlValue } from './sql-value.js';

/** What an insert does with a key that is there already. */
export type InsertMode = 'fail' | 'ignore' | 'update';

/**
 * The text of an insert of `count` rows; where the dialects differ, here and nowhere else.
 *
 * @param changing what `update` changes of a known row; unless given, all but the keys
 */
export function insertStatement(
  dialect: Dialect,
  table: string,
  columns: readonly string[],
  keys: readonly string[],
  count: number,
  mode: InsertMode,
  changing: readonly string[] = columns.filter((column) => !keys.includes(column)),
): string {
  const row = `(${columns.map(() => '?').join(',')})`;
  const head = `INSERT INTO ${table} (${columns.join(',')}) VALUES ${Array.from({ length: count }, () => row).join(',')}`;
  if (mode === 'fail') return head;
  if (dialect === 'sqlite') {
    const target = `${head} ON CONFLICT (${keys.join(',')})`;
    if (mode === 'ignore') return `${target} DO NOTHING`;
    return `${target} DO UPDATE SET ${changing.map((column) => `${column}=excluded.${column}`).join(',')}`;
  }
  // Not INSERT IGNORE: that would swallow out-of-range values too.
  const [firstKey] = keys;
  if (mode === 'ignore') return `${head} ON DUPLICATE KEY UPDATE ${String(firstKey)}=${String(firstKey)}`;
  return `${head} ON DUPLICATE KEY UPDATE ${changing.map((column) => `${column}=VALUES(${column})`).join(',')}`;
}

/** better-sqlite3 takes no booleans. */
export function toRows(row: readonly SqlValue[]): readonly SqlValue[] {
  if (!row.some((value) => typeof value === 'boolean')) return row;
  return row.map((value) => (typeof value === 'boolean' ? Number(value) : value));
}
