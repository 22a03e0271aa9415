import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { bigint, id, int, key, nullable, ref, text } from './columns.js';

/** Service reports: the numbers that each was made from, and its files as they were archived. */
export class CreateReports1795300184000 implements MigrationInterface {
  readonly name = 'CreateReports1795300184000';

  async up(runner: QueryRunner): Promise<void> {
    // The numbers of a customer with thousands of lines are longer than the text of MySQL; that of SQLite has no end.
    const long = runner.dataSource.options.type === 'mysql' ? 'mediumtext' : 'text';
    for (const table of tables(long)) await runner.createTable(table);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of tables('text').toReversed()) await runner.dropTable(table.name);
  }
}

const tables = (long: string): Table[] => [
  new Table({
    name: 'report',
    columns: [
      id(),
      ref('customer_id'),
      text('month', 7),
      text('kind', 8),
      text('state', 16),
      // Set while it is being made: there is one such report of a customer, month and kind.
      nullable(text('open_key', 64)),
      bigint('requested_at'),
      nullable(ref('requested_by')),
      int('attempts'),
      nullable(text('failure', 16)),
      nullable(bigint('made_at')),
      nullable(text('hash', 64)),
      nullable({ name: 'numbers', type: long }),
      nullable(text('comment', 1000)),
      // The files are those of the words on the first page when both are equal.
      int('words_revision'),
      int('files_revision'),
      nullable(bigint('published_at')),
      int('version'),
    ],
    indices: [
      { name: 'ux_report_open', columnNames: ['open_key'], isUnique: true },
      { name: 'ix_report_customer', columnNames: ['customer_id', 'id'] },
      { name: 'ix_report_state', columnNames: ['state', 'id'] },
    ],
  }),
  new Table({
    name: 'report_file',
    columns: [
      key(ref('report_id')),
      key(text('format', 8)),
      key(text('language', 8)),
      text('storage_key', 48),
      int('bytes'),
      text('sha256', 64),
    ],
    indices: [{ name: 'ux_report_file_key', columnNames: ['storage_key'], isUnique: true }],
  }),
];
