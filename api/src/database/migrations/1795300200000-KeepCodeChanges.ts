import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { bigint, flag, int, key, nullable, ref, text } from './columns.js';

/** What codes said before: each change makes a version, so that an old paper can be read by the words of its day. */
export class KeepCodeChanges1795300200000 implements MigrationInterface {
  readonly name = 'KeepCodeChanges1795300200000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(
      new Table({
        name: 'code_change',
        columns: [
          key(text('domain', 32)),
          key(text('code', 32)),
          key(int('version')),
          text('name_zh', 80),
          text('name_en', 80),
          int('sort_order'),
          flag('valid'),
          bigint('valid_from'),
          nullable(ref('made_by')),
        ],
      }),
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('code_change');
  }
}
