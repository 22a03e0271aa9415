import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { bigint, double, id, int, key, nullable, ref, text } from './columns.js';

/** Samples of the open hours, exact roll-ups, present state and its history, and the ledger of batches. */
export class CreateTelemetry1795300002000 implements MigrationInterface {
  readonly name = 'CreateTelemetry1795300002000';

  async up(runner: QueryRunner): Promise<void> {
    for (const table of TABLES) await runner.createTable(table);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of TABLES.toReversed()) await runner.dropTable(table.name);
  }
}

/**
 * Key begins with the hour, so that rows as polled (time-major) are appended, not scattered.
 * Without a rowid SQLite keeps a row once, in its key's tree, as InnoDB always does; a third less to write.
 */
const sampleLog = new Table({
  name: 'sample_log',
  withoutRowid: true,
  columns: [
    key(int('hour')),
    key(int('port_id')),
    key(bigint('slot')),
    bigint('taken_at'),
    text('status', 24),
    nullable(int('dt_ms')),
    nullable(double('in_bps')),
    nullable(double('out_bps')),
    nullable(bigint('in_octets')),
    nullable(bigint('out_octets')),
    nullable(bigint('in_errors')),
    nullable(bigint('out_errors')),
    nullable(bigint('in_discards')),
    nullable(bigint('out_discards')),
    nullable(bigint('in_packets')),
    nullable(bigint('out_packets')),
    nullable(int('admin_status')),
    nullable(int('oper_status')),
    // Where a change of state lies between two readings; without it the history could not be made again from the log.
    nullable(bigint('last_change_at')),
  ],
});

/**
 * `n` readings with a rate, `null_n` without, `up_n` with the port up; octets and `covered_ms` are sums,
 * so that the mean (octets x 8000 / covered_ms) is exact at every level.
 */
const rollup = (name: string): Table =>
  new Table({
    name,
    withoutRowid: true,
    columns: [
      key(int('port_id')),
      key(bigint('bucket')),
      int('n'),
      int('null_n'),
      int('up_n'),
      bigint('covered_ms'),
      bigint('in_octets'),
      bigint('out_octets'),
      nullable(double('in_max')),
      nullable(double('in_min')),
      nullable(double('out_max')),
      nullable(double('out_min')),
      bigint('in_errors'),
      bigint('out_errors'),
      bigint('in_discards'),
      bigint('out_discards'),
    ],
  });

const TABLES = [
  sampleLog,
  rollup('rollup_5m'),
  rollup('rollup_1h'),
  rollup('rollup_1d'),
  /** Buckets whose readings changed since they were last rolled up. */
  new Table({
    name: 'rollup_dirty',
    columns: [key(text('level', 2)), key(bigint('bucket')), bigint('version')],
  }),
  new Table({
    name: 'port_state',
    columns: [
      key(int('port_id')),
      text('status', 16),
      nullable(bigint('since')),
      nullable(bigint('sample_at')),
      nullable(bigint('slot')),
      nullable(double('in_bps')),
      nullable(double('out_bps')),
      nullable(int('if_index')),
      nullable(bigint('speed_bps')),
      nullable(text('resume', 400)),
    ],
  }),
  new Table({
    name: 'circuit_state',
    columns: [
      id('circuit_id'),
      ref('customer_id'),
      text('status', 16),
      int('status_rank'),
      nullable(bigint('since')),
      nullable(bigint('sample_at')),
      int('interval_s'),
      nullable(double('in_bps')),
      nullable(double('out_bps')),
      nullable(double('utilisation')),
    ],
    indices: [{ name: 'ix_circuit_state_customer', columnNames: ['customer_id', 'status_rank'] }],
  }),
  new Table({
    name: 'state_interval',
    columns: [
      id(),
      text('object_type', 8),
      ref('object_id'),
      nullable(ref('customer_id')),
      text('status', 16),
      bigint('from_at'),
      nullable(bigint('to_at')),
      text('sides', 8),
      text('evidence', 16),
    ],
    indices: [{ name: 'ix_state_object', columnNames: ['object_type', 'object_id', 'from_at'] }],
  }),
  new Table({
    name: 'ingest_batch',
    columns: [key(ref('collector_id')), key(text('epoch', 64)), key(bigint('seq')), bigint('stored_at'), int('stored')],
  }),
  /** Rows that were set aside, with the reason, so that nothing is lost silently. */
  new Table({
    name: 'ingest_aside',
    columns: [id(), ref('collector_id'), bigint('at'), text('reason', 120), text('row_json', 1000)],
    indices: [{ name: 'ix_ingest_aside_at', columnNames: ['at'] }],
  }),
];
