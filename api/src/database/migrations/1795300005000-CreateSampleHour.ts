import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { bigint, int, key } from './columns.js';

/**
 * Past hours, a row a port and hour with all its readings packed into `body`.
 *
 * The key begins with the hour: sealing appends, and the retention removes from the other end. With its rowid SQLite
 * keeps a body of up to a page in one piece, which it would split in a table without.
 */
export class CreateSampleHour1795300005000 implements MigrationInterface {
  readonly name = 'CreateSampleHour1795300005000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(sampleHour);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable(sampleHour.name);
  }
}

const sampleHour = new Table({
  name: 'sample_hour',
  columns: [
    key(int('hour')),
    key(int('port_id')),
    int('n'),
    bigint('first_slot'),
    bigint('last_slot'),
    // A blob of MySQL ends at 64 KiB, which an hour of readings a second may pass; SQLite takes any such name for a blob.
    { name: 'body', type: 'mediumblob' },
  ],
});
