import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { bigint, id, int, nullable, ref, text } from './columns.js';

/** Packs of evidence: who asked for one of which circuit and days, and the file that was made. */
export class CreateEvidence1795300262000 implements MigrationInterface {
  readonly name = 'CreateEvidence1795300262000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(TABLE);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable(TABLE.name);
  }
}

const TABLE = new Table({
  name: 'evidence_pack',
  columns: [
    id(),
    ref('customer_id'),
    ref('circuit_id'),
    text('from_date', 10),
    text('to_date', 10),
    text('state', 16),
    int('attempts'),
    bigint('requested_at'),
    ref('requested_by'),
    nullable(bigint('made_at')),
    nullable(text('storage_key', 48)),
    nullable(bigint('bytes')),
    nullable(text('sha256', 64)),
  ],
  indices: [
    { name: 'ix_evidence_circuit', columnNames: ['circuit_id', 'id'] },
    { name: 'ix_evidence_state', columnNames: ['state', 'id'] },
    { name: 'ix_evidence_requested', columnNames: ['requested_at'] },
  ],
});
