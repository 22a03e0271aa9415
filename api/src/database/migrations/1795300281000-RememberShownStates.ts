import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { bigint, key, nullable, ref, text } from './columns.js';

/** What was shown of each circuit, and from when on: late readings repair the history of states, and this they do not. */
export class RememberShownStates1795300281000 implements MigrationInterface {
  readonly name = 'RememberShownStates1795300281000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(
      new Table({
        name: 'shown_state',
        columns: [
          key(ref('circuit_id')),
          key(bigint('shown_at')),
          ref('customer_id'),
          text('status', 16),
          nullable(bigint('since')),
        ],
      }),
    );
    // From now on it is known; what was shown before nobody can say any more.
    await runner.query(
      `INSERT INTO shown_state (circuit_id, shown_at, customer_id, status, since)
       SELECT circuit_id, ${String(Date.now())}, customer_id, status, since FROM circuit_state`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('shown_state');
  }
}
