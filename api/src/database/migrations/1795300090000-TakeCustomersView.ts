import { type MigrationInterface, type QueryRunner, TableColumn } from 'typeorm';
import { bigint, nullable, ref } from './columns.js';

/** A session may take the view of a customer for a time. */
export class TakeCustomersView1795300090000 implements MigrationInterface {
  readonly name = 'TakeCustomersView1795300090000';

  async up(runner: QueryRunner): Promise<void> {
    for (const column of COLUMNS) await runner.addColumn('user_session', new TableColumn(column));
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const { name } of COLUMNS.toReversed()) await runner.dropColumn('user_session', name);
  }
}

const COLUMNS = [nullable(ref('viewing_customer')), nullable(bigint('viewing_until'))];
