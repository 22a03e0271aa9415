import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { bigint, id, nullable, ref, text } from './columns.js';

/** Browsers that their people switched on to be told by. */
export class TellBrowsers1795300301000 implements MigrationInterface {
  readonly name = 'TellBrowsers1795300301000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(NOTICE_BROWSER);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('notice_browser');
  }
}

const NOTICE_BROWSER = new Table({
  name: 'notice_browser',
  columns: [
    id(),
    ref('user_id'),
    text('name', 80),
    text('fingerprint', 64),
    text('sealed', 4000),
    bigint('added_at'),
    nullable(bigint('told_at')),
  ],
  indices: [
    { name: 'ux_notice_browser', columnNames: ['fingerprint'], isUnique: true },
    { name: 'ix_notice_browser_user', columnNames: ['user_id'] },
  ],
});
