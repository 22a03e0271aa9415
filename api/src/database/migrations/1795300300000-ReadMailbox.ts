import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { bigint, int, key, nullable, text } from './columns.js';

/** How far the operator's mailbox has been read. */
export class ReadMailbox1795300300000 implements MigrationInterface {
  readonly name = 'ReadMailbox1795300300000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(MAIL_IN_BOX);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('mail_in_box');
  }
}

const MAIL_IN_BOX = new Table({
  name: 'mail_in_box',
  columns: [
    key(text('box_key', 64)),
    nullable(text('generation', 20)),
    bigint('last_uid'),
    int('failures'),
    nullable(text('failure', 20)),
    bigint('next_visit_at'),
    int('stuck_tries'),
  ],
});
