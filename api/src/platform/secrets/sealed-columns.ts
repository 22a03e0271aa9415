/** A column with sealed texts, each sealed for the place `table.column:id`; others among them are let be. */
export interface SealedColumn {
  readonly table: string;
  readonly column: string;
  /** The column that the place's row id is taken from: text, and the table's key. */
  readonly id: string;
}

/** All there are. What is not in here keeps its old key, and is lost when that key is retired. */
export const SEALED_COLUMNS: readonly SealedColumn[] = [
  { table: 'snmp_credential', column: 'sealed', id: 'id' },
  { table: 'setting', column: 'value', id: 'name' },
];
