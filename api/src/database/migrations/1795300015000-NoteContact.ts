import { type MigrationInterface, type QueryRunner, TableColumn } from 'typeorm';
import { bigint, nullable } from './columns.js';

const COLUMN = nullable(bigint('contact_at'));

/** When the newest poll of a device took place that was reported: reports come in any order. */
export class NoteContact1795300015000 implements MigrationInterface {
  readonly name = 'NoteContact1795300015000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.addColumn('device', new TableColumn(COLUMN));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropColumn('device', COLUMN.name);
  }
}
