import { type MigrationInterface, type QueryRunner, TableColumn } from 'typeorm';
import { flag, int, nullable } from './columns.js';

/** What a poll profile reads more often, less often or besides. Profiles that are there already read as before. */
export class ProfileReads1795300403000 implements MigrationInterface {
  readonly name = 'ProfileReads1795300403000';

  async up(runner: QueryRunner): Promise<void> {
    for (const column of COLUMNS) await runner.addColumn('poll_profile', new TableColumn(column));
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const { name } of COLUMNS.toReversed()) await runner.dropColumn('poll_profile', name);
  }
}

const COLUMNS = [
  // Seconds; null: states are read with the counters.
  nullable(int('status_s')),
  // Seconds; null: each optical point as it was laid down.
  nullable(int('optical_s')),
  { ...flag('counts_all_packets'), default: false },
];
