import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { bigint, flag, id, int, key, nullable, ref, text } from './columns.js';

/** What was promised, what was taken out and by whom, and the months as they were closed. */
export class CreateSla1795300170000 implements MigrationInterface {
  readonly name = 'CreateSla1795300170000';

  async up(runner: QueryRunner): Promise<void> {
    // A month with ten thousand outages is longer than the text of MySQL; that of SQLite has no end.
    const long = runner.dataSource.options.type === 'mysql' ? 'mediumtext' : 'text';
    for (const table of tables(long)) await runner.createTable(table);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of tables('text').toReversed()) await runner.dropTable(table.name);
  }
}

const version = { ...int('version'), default: 1 };

const tables = (long: string): Table[] => [
  new Table({
    name: 'credit_table',
    columns: [id(), text('name', 80), text('basis', 16), int('cap_percent'), version],
    indices: [{ name: 'ux_credit_table_name', columnNames: ['name'], isUnique: true }],
  }),
  new Table({
    name: 'credit_tier',
    // Percent in hundredths.
    columns: [key(ref('table_id')), key(int('seq')), int('from_s'), nullable(int('to_s')), int('percent_100')],
  }),
  new Table({
    name: 'sla_specification',
    columns: [
      id(),
      ref('contract_id'),
      ref('customer_id'),
      text('name', 120),
      text('valid_from', 7),
      text('time_zone', 64),
      // Hours, holidays and extra workdays as JSON; null: around the clock.
      nullable({ name: 'hours', type: 'text' }),
      text('no_data_policy', 16),
      text('denominator', 16),
      int('min_outage_s'),
      flag('excludes_force_majeure'),
      nullable(int('monthly_cap_s')),
      int('objection_days'),
      nullable(ref('credit_table_id')),
      version,
    ],
    indices: [{ name: 'ux_sla_spec_month', columnNames: ['contract_id', 'valid_from'], isUnique: true }],
  }),
  new Table({
    name: 'sla_objective',
    columns: [id(), ref('specification_id'), nullable(ref('circuit_id')), text('metric', 16), text('target', 16)],
    indices: [{ name: 'ix_sla_objective_spec', columnNames: ['specification_id'] }],
  }),
  new Table({
    name: 'exclusion',
    columns: [
      id(),
      ref('circuit_id'),
      ref('customer_id'),
      bigint('from_at'),
      bigint('to_at'),
      text('reason', 16),
      text('state', 16),
      ref('proposed_by'),
      nullable(bigint('objection_until')),
      version,
    ],
    indices: [
      { name: 'ix_exclusion_circuit', columnNames: ['circuit_id', 'from_at'] },
      { name: 'ix_exclusion_customer', columnNames: ['customer_id', 'id'] },
      { name: 'ix_exclusion_state', columnNames: ['state', 'id'] },
    ],
  }),
  new Table({
    name: 'exclusion_step',
    columns: [
      id(),
      ref('exclusion_id'),
      bigint('at'),
      text('action', 16),
      text('role', 32),
      ref('user_id'),
      text('comment', 400),
    ],
    indices: [{ name: 'ix_exclusion_step', columnNames: ['exclusion_id', 'at'] }],
  }),
  new Table({
    name: 'sla_month',
    columns: [
      key(ref('circuit_id')),
      key(text('month', 7)),
      key(int('revision')),
      ref('customer_id'),
      bigint('closed_at'),
      nullable(text('changed', 80)),
      text('hash', 64),
      // The newest revision of a month; the others stay readable.
      flag('is_current'),
      nullable(text('target', 16)),
      nullable(flag('is_met')),
      nullable(text('percent', 12)),
      int('outages'),
      int('lost_s'),
      // Figures of lists, as JSON; `snapshot` has everything that the month was reckoned from, and the result.
      { name: 'figures', type: 'text' },
      { name: 'snapshot', type: long },
    ],
    indices: [
      { name: 'ix_sla_month_month', columnNames: ['month', 'is_current', 'circuit_id'] },
      { name: 'ix_sla_month_customer', columnNames: ['customer_id', 'month'] },
    ],
  }),
  new Table({
    name: 'sla_warning',
    columns: [key(ref('circuit_id')), key(text('month', 7)), key(int('level')), bigint('at')],
  }),
  new Table({
    name: 'circuit_charge',
    columns: [key(ref('circuit_id')), key(text('valid_from', 10)), text('amount', 16), text('currency', 3)],
  }),
  new Table({
    name: 'credit_proposal',
    columns: [
      id(),
      ref('circuit_id'),
      ref('customer_id'),
      text('month', 7),
      int('revision'),
      text('table_name', 80),
      int('lost_s'),
      nullable(int('percent_100')),
      int('started_hours'),
      nullable(text('monthly_charge', 16)),
      nullable(text('amount', 16)),
      nullable(text('currency', 3)),
      text('state', 16),
      nullable(text('comment', 400)),
      nullable(bigint('decided_at')),
      nullable(ref('decided_by')),
      version,
    ],
    indices: [
      { name: 'ux_credit_month', columnNames: ['circuit_id', 'month', 'revision'], isUnique: true },
      { name: 'ix_credit_customer', columnNames: ['customer_id', 'month'] },
    ],
  }),
];
