import type { Database } from './database.js';
import type { SqlValue } from './sql-value.js';

/** Where rows are read: among the committed ones, or as a transaction sees them. A `Transaction` is one. */
export interface RowReader {
  query<Row>(sql: string, values?: readonly SqlValue[]): Promise<Row[]>;
}

/** The committed rows. */
export function committedRows(database: Database): RowReader {
  return { query: (sql, values = []) => database.read(sql, values) };
}
