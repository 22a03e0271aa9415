import { type MigrationInterface, type QueryRunner, TableColumn } from 'typeorm';
import { bigint, int, nullable, text } from './columns.js';

/** Reports of any span of dates and of some lines only; how far one is, and whether it is still wanted. */
export class ReportAnySpan1795300261000 implements MigrationInterface {
  readonly name = 'ReportAnySpan1795300261000';

  async up(runner: QueryRunner): Promise<void> {
    for (const column of COLUMNS) await runner.addColumn('report', new TableColumn(column));
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const column of COLUMNS.toReversed()) await runner.dropColumn('report', column.name);
  }
}

const COLUMNS = [
  // Null: the whole month.
  nullable(text('from_date', 10)),
  nullable(text('to_date', 10)),
  // JSON: the site or the circuits that it is about; null: all of the customer.
  nullable({ name: 'part', type: 'text' }),
  nullable(int('done')),
  nullable(int('total')),
  nullable(bigint('cancelled_at')),
];
