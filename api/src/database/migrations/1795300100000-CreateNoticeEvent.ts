import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { bigint, id, nullable, ref, text } from './columns.js';

/** What happened and may have to be told, before anybody decides who is told. */
export class CreateNoticeEvent1795300100000 implements MigrationInterface {
  readonly name = 'CreateNoticeEvent1795300100000';

  async up(runner: QueryRunner): Promise<void> {
    // The circuits of a large customer in one work are longer than the text of MySQL; that of SQLite has no end.
    const type = runner.dataSource.options.type === 'mysql' ? 'mediumtext' : 'text';
    await runner.createTable(
      new Table({
        name: 'notice_event',
        columns: [
          id(),
          text('once_key', 160),
          bigint('at'),
          text('kind', 32),
          ref('customer_id'),
          nullable(text('severity', 16)),
          text('object_type', 16),
          ref('object_id'),
          text('cause', 120),
          { name: 'circuit_ids', type },
          { name: 'site_ids', type },
          { name: 'facts', type },
        ],
        indices: [
          { name: 'ux_notice_event_once', columnNames: ['once_key'], isUnique: true },
          { name: 'ix_notice_event_customer', columnNames: ['customer_id', 'at'] },
        ],
      }),
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('notice_event');
  }
}
