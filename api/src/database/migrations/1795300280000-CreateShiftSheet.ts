import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { bigint, id, int, nullable, ref, text } from './columns.js';

/** What one shift of operations left to the next, as it stood when it was handed over. */
export class CreateShiftSheet1795300280000 implements MigrationInterface {
  readonly name = 'CreateShiftSheet1795300280000';

  async up(runner: QueryRunner): Promise<void> {
    // A hundred of everything is longer than the text of MySQL; that of SQLite has no end.
    const long = runner.dataSource.options.type === 'mysql' ? 'mediumtext' : 'text';
    await runner.createTable(
      new Table({
        name: 'shift_sheet',
        columns: [
          id(),
          bigint('from_at'),
          bigint('to_at'),
          ref('handed_by'),
          nullable(ref('taken_by')),
          nullable(bigint('taken_at')),
          // One sheet at most waits: unique while it does, null when it was taken over.
          nullable(text('waiting_key', 8)),
          { name: 'note', type: 'text' },
          ...[int('open_faults'), int('cleared_faults'), int('tickets'), int('works')],
          { name: 'facts', type: long },
        ],
        indices: [
          { name: 'ux_shift_sheet_waiting', columnNames: ['waiting_key'], isUnique: true },
          { name: 'ix_shift_sheet_to', columnNames: ['to_at', 'id'] },
        ],
      }),
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('shift_sheet');
  }
}
