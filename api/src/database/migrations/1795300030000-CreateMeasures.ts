import { type MigrationInterface, type QueryRunner, Table, type TableColumnOptions } from 'typeorm';
import { bigint, double, flag, int, key, nullable, ref, text } from './columns.js';

/**
 * What is measured besides the counters of ports: the points, their measurements by (point, slot), and the sums that
 * charts of long ranges are drawn from. No measurement refers to its point by a foreign key, as readings do not to
 * their port.
 */
export class CreateMeasures1795300030000 implements MigrationInterface {
  readonly name = 'CreateMeasures1795300030000';

  async up(runner: QueryRunner): Promise<void> {
    for (const table of TABLES) await runner.createTable(table);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const { name } of TABLES.toReversed()) await runner.dropTable(name);
  }
}

/** The index is for the roll-ups and the retention, which go by time over all points. */
function measurements(name: string, values: readonly TableColumnOptions[]): Table {
  const slot = [key(int('point_id')), key(bigint('slot')), bigint('taken_at'), text('status', 16)];
  return new Table({
    name,
    columns: [...slot, ...values],
    indices: [{ name: `ix_${name}_slot`, columnNames: ['slot'] }],
  });
}

function sums(name: string, values: readonly TableColumnOptions[]): Table {
  return new Table({
    name,
    columns: [key(int('point_id')), key(bigint('bucket')), int('n'), int('failed_n'), ...values],
    indices: [{ name: `ix_${name}_bucket`, columnNames: ['bucket'] }],
  });
}

const LATENCY_SUMS = [
  bigint('sent'),
  bigint('received'),
  nullable(bigint('min_us')),
  nullable(bigint('max_us')),
  bigint('delay_n'),
  bigint('delay_sum_us'),
  int('jitter_n'),
  bigint('jitter_sum_us'),
];

const OPTICAL_SUMS = ['rx_dbm', 'tx_dbm', 'temperature_c', 'voltage_v', 'bias_ma'].flatMap((value) => [
  int(`${value}_n`),
  double(`${value}_sum`),
  nullable(double(`${value}_min`)),
  nullable(double(`${value}_max`)),
]);

const TABLES = [
  new Table({
    name: 'measure_point',
    columns: [
      key(int('id')),
      ref('circuit_id'),
      ref('customer_id'),
      text('side', 1),
      text('kind', 16),
      text('source', 24),
      text('settings_json', 1_000),
      int('interval_s'),
      nullable(ref('device_id')),
      nullable(text('region', 40)),
      nullable(ref('polled_by')),
    ],
    indices: [
      { name: 'ix_measure_point_circuit', columnNames: ['circuit_id'] },
      { name: 'ix_measure_point_device', columnNames: ['device_id'] },
    ],
  }),
  measurements('measure_line', [nullable(bigint('alarm_bits')), nullable(bigint('changed_at'))]),
  measurements('measure_performance', [
    ...['es', 'ses', 'uas'].map((name) => nullable(int(name))),
    nullable(bigint('cv')),
    flag('is_final'),
  ]),
  measurements(
    'measure_optical',
    ['rx_dbm', 'tx_dbm', 'temperature_c', 'voltage_v', 'bias_ma'].map((name) => nullable(double(name))),
  ),
  measurements('measure_latency', [
    ...['sent', 'received'].map((name) => nullable(int(name))),
    ...['min_us', 'mean_us', 'max_us', 'jitter_us'].map((name) => nullable(bigint(name))),
  ]),
  ...['latency_5m', 'latency_1h', 'latency_1d'].map((name) => sums(name, LATENCY_SUMS)),
  ...['optical_1h', 'optical_1d'].map((name) => sums(name, OPTICAL_SUMS)),
  new Table({
    name: 'measure_dirty',
    columns: [key(text('table_name', 24)), key(bigint('bucket')), int('version')],
  }),
];
