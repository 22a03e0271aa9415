import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { bigint, id, int, nullable, ref, text } from './columns.js';

/** Outages of circuits, and what the NOC said about them. */
export class CreateOutages1795300130000 implements MigrationInterface {
  readonly name = 'CreateOutages1795300130000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(OUTAGE);
    await runner.createTable(JUDGEMENT);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable(JUDGEMENT.name);
    await runner.dropTable(OUTAGE.name);
  }
}

const OUTAGE = new Table({
  name: 'outage',
  columns: [
    id(),
    ref('circuit_id'),
    ref('customer_id'),
    bigint('from_at'),
    nullable(bigint('to_at')),
    text('sides', 8),
    text('evidence', 16),
    text('cause', 16),
    nullable(text('responsibility', 16)),
    nullable(text('comment', 500)),
    nullable(bigint('judged_at')),
    // The newest judgement; null until there is one.
    nullable(ref('judgement_id')),
    int('revision'),
    // Set when late readings showed that there was no such outage.
    nullable(bigint('withdrawn_at')),
    nullable(ref('successor_id')),
  ],
  indices: [
    { name: 'ix_outage_circuit', columnNames: ['circuit_id', 'from_at'] },
    { name: 'ix_outage_customer', columnNames: ['customer_id', 'from_at'] },
    { name: 'ix_outage_from', columnNames: ['from_at', 'id'] },
  ],
});

const JUDGEMENT = new Table({
  name: 'outage_judgement',
  columns: [
    id(),
    ref('outage_id'),
    int('revision'),
    bigint('at'),
    text('cause', 16),
    nullable(text('responsibility', 16)),
    text('comment', 500),
    nullable(text('role', 32)),
    nullable(ref('user_id')),
  ],
  indices: [{ name: 'ux_outage_judgement', columnNames: ['outage_id', 'revision'], isUnique: true }],
});
