import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { bigint, id, key, nullable, ref, text } from './columns.js';

/** Tests of lines with what they found, and the wish of whoever waits that a device is polled at once. */
export class CreateLineTests1795300180000 implements MigrationInterface {
  readonly name = 'CreateLineTests1795300180000';

  async up(runner: QueryRunner): Promise<void> {
    for (const table of TABLES) await runner.createTable(table);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const { name } of TABLES.toReversed()) await runner.dropTable(name);
  }
}

const TABLES: readonly Table[] = [
  new Table({
    name: 'line_test',
    columns: [
      id(),
      ref('circuit_id'),
      ref('customer_id'),
      ref('asked_by'),
      text('has_power', 8),
      bigint('asked_at'),
      bigint('due_at'),
      nullable(bigint('ended_at')),
      // Circuit and person while it runs: who presses twice gets the test that runs.
      nullable(text('running_key', 80)),
      text('steps', 200),
      nullable({ name: 'result', type: 'text' }),
    ],
    indices: [
      { name: 'line_test_running', columnNames: ['running_key'], isUnique: true },
      { name: 'line_test_of_circuit', columnNames: ['circuit_id', 'asked_at'] },
      { name: 'line_test_asked', columnNames: ['asked_at'] },
    ],
  }),
  new Table({ name: 'poll_wish', columns: [key(ref('device_id')), bigint('wished_at')] }),
];
