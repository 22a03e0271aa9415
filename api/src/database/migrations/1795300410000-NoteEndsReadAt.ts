import { type MigrationInterface, type QueryRunner, TableColumn } from 'typeorm';

const COLUMNS = [
  new TableColumn({ name: 'oldest_end_at', type: 'bigint', isNullable: true }),
  new TableColumn({ name: 'newest_end_at', type: 'bigint', isNullable: true }),
];
const ENDS = `circuit_end e LEFT JOIN port_state ps ON ps.port_id = e.port_id
  WHERE e.circuit_id = circuit_state.circuit_id AND e.port_id IS NOT NULL AND e.monitoring <> 'UNMONITORED'`;

/** Whether a circuit's state still stands is said by its own row; the rows of its ports need not change for it. */
export class NoteEndsReadAt1795300410000 implements MigrationInterface {
  readonly name = 'NoteEndsReadAt1795300410000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.addColumns('circuit_state', COLUMNS);
    await runner.query(
      `UPDATE circuit_state SET newest_end_at = (SELECT MAX(ps.sample_at) FROM ${ENDS}), oldest_end_at =
         (SELECT CASE WHEN COUNT(*) = COUNT(ps.sample_at) THEN MIN(ps.sample_at) END FROM ${ENDS})`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropColumns('circuit_state', COLUMNS);
  }
}
