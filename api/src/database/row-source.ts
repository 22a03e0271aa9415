import { type Database, type SqlValue, Transaction } from './database.js';

/** Where rows are read from: committed ones, or those of a transaction that is still open. */
export type RowSource = Database | Transaction;

/** Runs a query wherever the rows are to be seen. */
export function rowsOf<Row>(source: RowSource, sql: string, values: readonly SqlValue[]): Promise<Row[]> {
  return source instanceof Transaction ? source.query<Row>(sql, values) : source.read<Row>(sql, values);
}
