import type { TableColumnOptions } from 'typeorm';

/** Short spellings of the column types that both dialects share. Only migrations use them. */
export const id = (name = 'id'): TableColumnOptions => ({ name, type: 'varchar', length: '36', isPrimary: true });
export const ref = (name: string): TableColumnOptions => ({ name, type: 'varchar', length: '36' });
export const text = (name: string, length: number): TableColumnOptions => ({
  name,
  type: 'varchar',
  length: String(length),
});
export const int = (name: string): TableColumnOptions => ({ name, type: 'int' });
export const bigint = (name: string): TableColumnOptions => ({ name, type: 'bigint' });
export const double = (name: string): TableColumnOptions => ({ name, type: 'double' });
export const flag = (name: string): TableColumnOptions => ({ name, type: 'boolean' });
export const key = (column: TableColumnOptions): TableColumnOptions => ({ ...column, isPrimary: true });
export const nullable = (column: TableColumnOptions): TableColumnOptions => ({ ...column, isNullable: true });
