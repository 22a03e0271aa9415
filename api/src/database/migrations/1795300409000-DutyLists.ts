import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { bigint, int, key, text } from './columns.js';

/** Whom each work group calls at each level of the escalation of a ticket. Nobody, until somebody is entered. */
export class DutyLists1795300409000 implements MigrationInterface {
  readonly name = 'DutyLists1795300409000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(LISTS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable(LISTS);
  }
}

const LISTS = new Table({
  name: 'duty_list',
  columns: [key(text('work_group', 24)), { name: 'levels_json', type: 'text' }, int('version'), bigint('changed_at')],
});
