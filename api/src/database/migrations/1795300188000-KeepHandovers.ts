import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { bigint, id, ref, text } from './columns.js';

/** What account managers knew of a customer when it was given to another one. */
export class KeepHandovers1795300188000 implements MigrationInterface {
  readonly name = 'KeepHandovers1795300188000';

  async up(runner: QueryRunner): Promise<void> {
    // A hundred of everything with comments is longer than the text of MySQL; that of SQLite has no end.
    const long = runner.dataSource.options.type === 'mysql' ? 'mediumtext' : 'text';
    await runner.createTable(
      new Table({
        name: 'customer_handover',
        columns: [
          id(),
          ref('customer_id'),
          bigint('at'),
          { name: 'from_names', type: 'text' },
          text('to_name', 200),
          { name: 'pack', type: long },
        ],
        indices: [{ name: 'ix_customer_handover', columnNames: ['customer_id', 'at'] }],
      }),
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('customer_handover');
  }
}
