import { type MigrationInterface, type QueryRunner, Table, TableColumn } from 'typeorm';
import { bigint, id, int, nullable, ref, text } from './columns.js';

/** The life of circuits: the steps they took, and since when they are in the state they are in. */
export class AddCircuitLife1795300080000 implements MigrationInterface {
  readonly name = 'AddCircuitLife1795300080000';

  async up(runner: QueryRunner): Promise<void> {
    for (const column of COLUMNS) await runner.addColumn('circuit', new TableColumn(column));
    await runner.createTable(STEPS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable(STEPS.name);
    for (const column of COLUMNS.toReversed()) await runner.dropColumn('circuit', column.name);
  }
}

const COLUMNS = [
  { ...int('version'), default: 1 },
  // Null: in this state since before anybody wrote it down.
  nullable(bigint('state_since')),
  nullable(bigint('terminated_at')),
];

const STEPS = new Table({
  name: 'circuit_step',
  columns: [
    id(),
    ref('circuit_id'),
    ref('customer_id'),
    bigint('at'),
    text('action', 16),
    nullable(text('from_state', 16)),
    text('to_state', 16),
    nullable(text('reason', 200)),
    nullable(text('role', 32)),
    nullable(ref('user_id')),
  ],
  indices: [{ name: 'ix_circuit_step', columnNames: ['circuit_id', 'at'] }],
});
