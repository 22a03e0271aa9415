import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { int, key, nullable, ref, text } from './columns.js';

/** What customers wish to have changed of their circuits. */
export class CreateChangeWish1795300232000 implements MigrationInterface {
  readonly name = 'CreateChangeWish1795300232000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(CHANGE_WISH);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('change_wish');
  }
}

const CHANGE_WISH = new Table({
  name: 'change_wish',
  columns: [
    key(ref('ticket_id')),
    text('kind', 16),
    nullable(int('bandwidth_mbps')),
    nullable(text('place', 200)),
    nullable(text('wished_on', 10)),
  ],
});
