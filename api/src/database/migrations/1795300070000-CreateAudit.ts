import { Logger } from '@nestjs/common';
import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { bigint, id, key, nullable, ref, text } from './columns.js';

/** The audit log and the chain of hashes over it. Both are only ever added to. */
export class CreateAudit1795300070000 implements MigrationInterface {
  readonly name = 'CreateAudit1795300070000';

  async up(runner: QueryRunner): Promise<void> {
    for (const table of TABLES) await runner.createTable(table);
    for (const { name } of TABLES) await forbidChanges(runner, name);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of TABLES.toReversed()) await runner.dropTable(table.name);
  }
}

const TABLES = [
  new Table({
    name: 'audit_entry',
    columns: [
      id(),
      bigint('at'),
      text('actor', 16),
      nullable(ref('actor_id')),
      nullable(text('actor_name', 160)),
      nullable(text('role', 32)),
      nullable(ref('customer_id')),
      text('action', 48),
      nullable(text('object_type', 32)),
      nullable(text('object_id', 64)),
      nullable(text('object_name', 254)),
      nullable(text('before_json', 4000)),
      nullable(text('after_json', 4000)),
      nullable(text('address', 64)),
      nullable(ref('request_id')),
    ],
    indices: [
      { name: 'ix_audit_customer', columnNames: ['customer_id', 'id'] },
      { name: 'ix_audit_at', columnNames: ['at'] },
    ],
  }),
  new Table({
    name: 'audit_link',
    columns: [key(bigint('seq')), ref('entry_id'), text('prev_hash', 64), text('hash', 64)],
    indices: [{ name: 'ux_audit_link_entry', columnNames: ['entry_id'], isUnique: true }],
  }),
];

/**
 * The database itself refuses changes. MySQL lets only some users make triggers (and compatible databases have none):
 * there the grants of the operator's handbook do it, and the chain tells of a change in any case.
 */
async function forbidChanges(runner: QueryRunner, table: string): Promise<void> {
  const isMysql = runner.dataSource.options.type === 'mysql';
  const refusal = isMysql
    ? "SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'the audit log is only added to'"
    : "BEGIN SELECT RAISE(ABORT, 'the audit log is only added to'); END";
  for (const act of ['UPDATE', 'DELETE']) {
    try {
      await runner.query(
        `CREATE TRIGGER ${table}_no_${act.toLowerCase()} BEFORE ${act} ON ${table} FOR EACH ROW ${refusal}`,
      );
    } catch (error) {
      if (!isMysql) throw error;
      new Logger('Migrations').warn({ msg: 'the database user may not make triggers for the audit log', table });
      return;
    }
  }
}
