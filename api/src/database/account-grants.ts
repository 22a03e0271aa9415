/** Tables that are only ever added to. */
export const ONLY_ADDED_TO: readonly string[] = ['audit_entry', 'audit_link'];
/** What has run is written down by the account that runs it. */
const ONLY_READ: readonly string[] = ['migrations'];

const ACCOUNT = /^([\w.-]{1,32})@([\w.%:-]{1,60})$/;

/**
 * The statements that leave the account of the API no more than it needs (MySQL 8, MariaDB 10.11): rows of every table,
 * no structure, no triggers, and of the audit log no change of what is written. Tables are granted one by one, because
 * a right on the whole database cannot be taken back for one table. For whoever may grant; harmless when repeated.
 *
 * @param account `user@host`; the host may be a pattern such as `10.0.0.%`
 * @throws Error when that is no account
 */
export function grantStatements(database: string, tables: readonly string[], account: string): string[] {
  const [, user, host] = ACCOUNT.exec(account) ?? [];
  if (user === undefined || host === undefined) throw new Error('An account is user@host, such as linewatch@10.0.0.%');
  const grantee = `'${user}'@'${host}'`;
  return [
    `REVOKE ALL PRIVILEGES, GRANT OPTION FROM ${grantee};`,
    ...tables.toSorted().map((table) => `GRANT ${rightsOn(table)} ON \`${database}\`.\`${table}\` TO ${grantee};`),
  ];
}

function rightsOn(table: string): string {
  if (ONLY_READ.includes(table)) return 'SELECT';
  if (ONLY_ADDED_TO.includes(table)) return 'SELECT, INSERT';
  return 'SELECT, INSERT, UPDATE, DELETE';
}
