import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { bigint, id, int, key, nullable, ref, text } from './columns.js';

/** Files that were checked for import, and how often a person did what is dear within an hour. */
export class CreateImports1795300082000 implements MigrationInterface {
  readonly name = 'CreateImports1795300082000';

  async up(runner: QueryRunner): Promise<void> {
    // The text of MySQL ends at 64 KiB; that of SQLite has no end.
    const type = runner.dataSource.options.type === 'mysql' ? 'mediumtext' : 'text';
    await runner.createTable(
      new Table({
        name: 'import_run',
        columns: [
          id(),
          text('kind', 16),
          text('name', 200),
          text('state', 16),
          text('encoding', 16),
          ref('user_id'),
          bigint('checked_at'),
          nullable(bigint('done_at')),
          int('total_rows'),
          int('creates'),
          int('known'),
          int('refused'),
          text('plan_hash', 64),
          { name: 'content', type, isNullable: true },
        ],
        indices: [{ name: 'ix_import_run_checked', columnNames: ['checked_at'] }],
      }),
    );
    await runner.createTable(USE);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable(USE.name);
    await runner.dropTable('import_run');
  }
}

const USE = new Table({
  name: 'hourly_use',
  columns: [key(text('subject', 80)), bigint('began_at'), int('used')],
});
