import type { SqlValue } from './sql-value.js';

/** Somebody who is shown every statement of the repositories before it runs and the rows after it. */
export interface StatementWatch {
  /** @returns whether the rows are wanted too. @throws Error when the statement must not run */
  before(sql: string, values: readonly SqlValue[]): boolean;
  after(rows: readonly unknown[], values: readonly SqlValue[]): void;
  /** Rows that were written into a table past the ORM. */
  inserted(table: string, rows: readonly (readonly SqlValue[])[]): void;
}
