import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { int, key, ref } from './columns.js';

/** How long the sessions of a customer's people, of staff and of the NOC may last; without a row the house's own. */
export class LimitSessions1795300270000 implements MigrationInterface {
  readonly name = 'LimitSessions1795300270000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(SESSION_LIMIT);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable(SESSION_LIMIT.name);
  }
}

const SESSION_LIMIT = new Table({
  name: 'session_limit',
  // `owner` is the id of a customer, STAFF or NOC.
  columns: [key(ref('owner')), int('idle_minutes'), int('absolute_hours')],
});
