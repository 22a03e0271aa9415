/** A column with sealed texts, each sealed for the place `table.column:id`; others among them are let be. */
export interface SealedColumn {
  readonly table: string;
  readonly column: string;
  /** The column that the place's row id is taken from: text, and the table's key. */
  readonly id: string;
  /** The column that the place names, where the text waits in another one. */
  readonly as?: string;
}

/** All there are. What is not in here keeps its old key, and is lost when that key is retired. */
export const SEALED_COLUMNS: readonly SealedColumn[] = [
  { table: 'snmp_credential', column: 'sealed', id: 'id' },
  { table: 'setting', column: 'value', id: 'name' },
  { table: 'mail', column: 'sealed', id: 'id' },
  { table: 'identity_provider', column: 'sealed', id: 'id' },
  { table: 'notice_room', column: 'sealed', id: 'id' },
  { table: 'notice_browser', column: 'sealed', id: 'id' },
  { table: 'ticket_hub', column: 'sealed', id: 'id' },
  { table: 'user_totp', column: 'sealed', id: 'user_id' },
  { table: 'user_totp', column: 'offered', id: 'user_id', as: 'sealed' },
];
