import { type MigrationInterface, type QueryRunner, TableIndex } from 'typeorm';

const INDICES = [
  ['state_interval', 'ix_state_ended', ['to_at']],
  ['shown_state', 'ix_shown_at', ['shown_at']],
  ['fault_change', 'ix_fault_change_fault', ['fault_id', 'position']],
] as const;

/** What is too old is found by its age, and what was told of a fault by the fault. */
export class ForgetStates1795300372000 implements MigrationInterface {
  readonly name = 'ForgetStates1795300372000';

  async up(runner: QueryRunner): Promise<void> {
    for (const [table, name, columnNames] of INDICES)
      await runner.createIndex(table, new TableIndex({ name, columnNames: [...columnNames] }));
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [table, name] of INDICES.toReversed()) await runner.dropIndex(table, name);
  }
}
