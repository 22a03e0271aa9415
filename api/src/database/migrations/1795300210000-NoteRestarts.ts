import { type MigrationInterface, type QueryRunner, TableColumn, TableIndex } from 'typeorm';
import { bigint, nullable } from './columns.js';

/** By the newest answer: sysUpTime in ticks, when it was read, and when the agent last began anew while it was watched; ms. */
const COLUMNS = ['up_ticks', 'up_at', 'restarted_at'].map((name) => nullable(bigint(name)));
/** What is over is forgotten by when it ended. */
const PAST_FAULTS = { name: 'ix_fault_until', columnNames: ['until_at'] };

/** Restarts of devices, and the way to faults that are long over. */
export class NoteRestarts1795300210000 implements MigrationInterface {
  readonly name = 'NoteRestarts1795300210000';

  async up(runner: QueryRunner): Promise<void> {
    for (const column of COLUMNS) await runner.addColumn('device', new TableColumn(column));
    await runner.createIndex('fault', new TableIndex(PAST_FAULTS));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropIndex('fault', PAST_FAULTS.name);
    for (const { name } of COLUMNS.toReversed()) await runner.dropColumn('device', name);
  }
}
