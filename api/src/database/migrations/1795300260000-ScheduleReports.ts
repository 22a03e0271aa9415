import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { bigint, id, int, nullable, ref, text } from './columns.js';

/** Who gets the reports of a customer by mail, and what was sent to whom. */
export class ScheduleReports1795300260000 implements MigrationInterface {
  readonly name = 'ScheduleReports1795300260000';

  async up(runner: QueryRunner): Promise<void> {
    for (const table of TABLES) await runner.createTable(table);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of TABLES.toReversed()) await runner.dropTable(table.name);
  }
}

const TABLES = [
  new Table({
    name: 'report_schedule',
    columns: [
      id(),
      ref('customer_id'),
      ref('recipient_id'),
      text('period', 8),
      text('language', 8),
      text('formats', 32),
      int('after_days'),
      // First day of the period whose report is sent next, and from when on.
      text('next_from', 10),
      bigint('due_at'),
      ref('created_by'),
      bigint('created_at'),
      int('version'),
    ],
    indices: [
      {
        name: 'ux_report_schedule',
        columnNames: ['customer_id', 'recipient_id', 'period', 'language'],
        isUnique: true,
      },
      { name: 'ix_report_schedule_due', columnNames: ['due_at'] },
    ],
  }),
  new Table({
    name: 'report_delivery',
    columns: [
      id(),
      ref('customer_id'),
      ref('report_id'),
      ref('recipient_id'),
      // As they were called when it was sent.
      text('recipient_name', 120),
      text('address', 320),
      text('language', 8),
      // Each file with its SHA-256, as JSON.
      text('files', 1000),
      text('state', 8),
      nullable(ref('mail_id')),
      bigint('at'),
      nullable(bigint('sent_at')),
      nullable(text('failure', 80)),
    ],
    indices: [
      { name: 'ix_report_delivery_customer', columnNames: ['customer_id', 'id'] },
      { name: 'ix_report_delivery_state', columnNames: ['state', 'id'] },
    ],
  }),
];
