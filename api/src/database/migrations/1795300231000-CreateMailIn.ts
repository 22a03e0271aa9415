import { type MigrationInterface, type QueryRunner, Table, TableIndex } from 'typeorm';
import { bigint, id, nullable, ref, text } from './columns.js';

/** Which mails have come in, and what became of each; and notices found by the mail that told them. */
export class CreateMailIn1795300231000 implements MigrationInterface {
  readonly name = 'CreateMailIn1795300231000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(MAIL_IN);
    await runner.createIndex('notice_delivery', new TableIndex(BY_MAIL));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropIndex('notice_delivery', BY_MAIL.name);
    await runner.dropTable('mail_in');
  }
}

const MAIL_IN = new Table({
  name: 'mail_in',
  columns: [id(), text('mail_key', 64), bigint('at'), text('outcome', 16), nullable(ref('ticket_id'))],
  indices: [
    { name: 'ux_mail_in_key', columnNames: ['mail_key'], isUnique: true },
    { name: 'ix_mail_in_at', columnNames: ['at'] },
  ],
});
const BY_MAIL = { name: 'ix_notice_delivery_mail', columnNames: ['mail_id'] };
