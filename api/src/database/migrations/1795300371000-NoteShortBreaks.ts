import { type MigrationInterface, type QueryRunner, Table, TableIndex } from 'typeorm';
import { bigint, int, key } from './columns.js';

/** Breaks that began and ended between two readings of a port: that they were is known, not for how long. */
export class NoteShortBreaks1795300371000 implements MigrationInterface {
  readonly name = 'NoteShortBreaks1795300371000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(
      new Table({
        name: 'short_break',
        columns: [key(int('port_id')), key(bigint('broke_at')), bigint('earlier_at'), bigint('later_at')],
        indices: [new TableIndex({ name: 'ix_short_break_at', columnNames: ['broke_at'] })],
      }),
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('short_break');
  }
}
