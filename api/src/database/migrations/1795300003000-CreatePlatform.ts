import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { bigint, key, nullable, ref, text } from './columns.js';

/** Outbox and its feeds, leased jobs, and the few settings of the house itself. */
export class CreatePlatform1795300003000 implements MigrationInterface {
  readonly name = 'CreatePlatform1795300003000';

  async up(runner: QueryRunner): Promise<void> {
    // TEXT ends at 64 KiB on MySQL, and the change of a large customer may be longer; SQLite's TEXT has no such end.
    const longText = runner.dataSource.options.type === 'mysql' ? 'mediumtext' : 'text';
    await runner.createTable(new Table({ name: 'feed', columns: [key(ref('id')), bigint('seq')] }));
    await runner.createTable(
      new Table({
        name: 'outbox',
        columns: [
          key(ref('feed')),
          key(bigint('seq')),
          bigint('at'),
          text('topic', 40),
          { name: 'body', type: longText },
        ],
        indices: [{ name: 'ix_outbox_at', columnNames: ['at'] }],
      }),
    );
    await runner.createTable(
      new Table({
        name: 'job',
        columns: [
          key(text('name', 80)),
          bigint('due_at'),
          nullable(ref('owner')),
          nullable(bigint('lease_until')),
          bigint('fence'),
          nullable(bigint('done_at')),
          nullable(text('error', 400)),
        ],
      }),
    );
    await runner.createTable(new Table({ name: 'setting', columns: [key(text('name', 80)), text('value', 2000)] }));
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['setting', 'job', 'outbox', 'feed']) await runner.dropTable(table);
  }
}
